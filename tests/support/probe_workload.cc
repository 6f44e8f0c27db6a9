// A runner that does what it is told instead of running JavaScript: tries system calls, forges frames, dies, eats
// memory. Linked behind the real seal in place of runner/serve.cc (program `probe-runner`), so that tests see what a
// taken-over runner could do. The program text is a list of lines, see kVerbs. Numbers are decimal or 0x….
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "runner/frame_io.h"
#include "runner/workload.h"

namespace isobox::runner {
namespace {

constexpr int kChannel = 3;
using Words = std::vector<std::string>;

std::uint32_t execution = 1;  // of the order that is obeyed

std::uint64_t number(const Words& words, std::size_t at) {
  return at < words.size() ? std::strtoull(words[at].c_str(), nullptr, 0) : 0;
}

std::string held;
bool holding = false;

void put(ipc::Frame type, std::uint32_t of, std::string_view payload) {
  if (holding) held += ipc::encodeFrame(type, of, payload);
  else (void)writeFrame(kChannel, type, of, payload);
}

/// "hold": frames from here on leave in one write, behind the last line.
void hold(const Words&) { holding = true; }

void letGo() {
  holding = false;
  (void)writeFrames(kChannel, std::exchange(held, {}));
}

void finish(ipc::Claim claim) { put(ipc::Frame::Done, execution, ipc::encodeDone({.claim = claim})); }

void value(const std::string& json) {
  put(ipc::Frame::Value, execution, ipc::encodeValue(ipc::ValueType::Number, json));
}

/// "ok": an honest end.
void ok(const Words&) {
  value("1");
  finish(ipc::Claim::Completed);
}

/// "syscall NUMBER [ARGUMENT]...": with the 64-bit convention; an x32 number has bit 30 set.
void systemCall(const Words& words) {
  ::syscall(static_cast<long>(number(words, 1)), number(words, 2), number(words, 3), number(words, 4), number(words, 5),
            number(words, 6), number(words, 7));
}

/// "int80 NUMBER": with the 32-bit convention, all arguments 0.
void systemCall32(const Words& words) {
  long result = static_cast<long>(number(words, 1));
  asm volatile("int $0x80" : "+a"(result) : "b"(0), "c"(0), "d"(0), "S"(0), "D"(0) : "memory");
}

/// "again [BYTES]": says that its memory is put back, which it is not; with a payload that nobody expects.
void again(const Words& words) { put(ipc::Frame::Again, 0, std::string(number(words, 1), 'x')); }

/// "spin": never ends.
void spin(const Words&) {
  for (;;) asm volatile("");
}

/// "sleep": never ends, using no CPU: waits for a frame that nobody sends.
void sleepForever(const Words&) { (void)readFrame(kChannel); }

/// "touch BYTES": maps that much and writes to every page.
void touch(const Words& words) {
  const std::size_t size = number(words, 1);
  void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) ::_exit(77);
  for (std::size_t i = 0; i < size; i += 4096) static_cast<volatile char*>(memory)[i] = 1;
}

/// "frame TYPE EXECUTION LENGTH [BYTE]": a frame of that length, filled with one byte.
void frame(const Words& words) {
  const std::string payload(number(words, 3), static_cast<char>(number(words, 4)));
  put(static_cast<ipc::Frame>(number(words, 1)), static_cast<std::uint32_t>(number(words, 2)), payload);
}

/// "header TYPE EXECUTION LENGTH": a header without its payload.
void header(const Words& words) {
  const auto raw = ipc::encodeHeader({static_cast<std::uint32_t>(number(words, 3)), static_cast<ipc::Frame>(number(words, 1)),
                                      static_cast<std::uint32_t>(number(words, 2))});
  (void)!::write(kChannel, raw.data(), raw.size());
}

/// "bytes COUNT BYTE": raw bytes.
void bytes(const Words& words) {
  const std::string raw(number(words, 1), static_cast<char>(number(words, 2)));
  (void)!::write(kChannel, raw.data(), raw.size());
}

/// "claim NUMBER [STEPS]": ends with that claim, and with that many steps.
void claim(const Words& words) {
  put(ipc::Frame::Done, execution,
                   ipc::encodeDone({.claim = static_cast<ipc::Claim>(number(words, 1)), .steps = words.size() > 2 ? number(words, 2) : 0}));
}

/// "times NANOSECONDS": ends well, and claims that running took so long.
void times(const Words& words) {
  const ipc::RunTimes claimed{.run = Nanoseconds(number(words, 1))};
  put(ipc::Frame::Done, execution, ipc::encodeDone({.claim = ipc::Claim::Completed, .times = claimed}));
}

/// The rest of the line from this word on.
std::string rest(const Words& words, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < words.size(); ++i) text += (i > from ? " " : "") + words[i];
  return text;
}

/// "value TEXT": a Value frame with that text, taken to the end of the line.
void valueText(const Words& words) { value(rest(words, 1)); }

void item(const std::string& json) {
  put(ipc::Frame::Item, execution, ipc::encodeValue(ipc::ValueType::String, json));
}

/// "item TEXT": an Item frame with that text.
void itemText(const Words& words) { item(rest(words, 1)); }

/// "items COUNT SIZE": that many strings of that size, whatever the credit.
void items(const Words& words) {
  const std::string json = '"' + std::string(number(words, 2), 'x') + '"';
  for (std::uint64_t i = number(words, 1); i > 0; --i) item(json);
}

void sendCall(std::uint64_t kind, std::string_view name, std::string_view arguments) {
  put(ipc::Frame::Call, execution,
                   ipc::encodeCall({.kind = static_cast<ipc::CallKind>(kind), .name = name, .arguments = arguments}));
}

/// "call KIND NAME [TEXT]": a call whose answer is not waited for. "-" is a name of one byte that is not UTF-8.
void call(const Words& words) { sendCall(number(words, 1), words.at(2) == "-" ? "\xff" : words.at(2), rest(words, 3)); }

/// "calls COUNT KIND NAME [TEXT]": that many at once.
void calls(const Words& words) {
  for (std::uint64_t i = number(words, 1); i > 0; --i) sendCall(number(words, 2), words.at(3), rest(words, 4));
}

/// Reads up to the answer to a call; whether it was found.
bool readAnswer() {
  for (;;) {
    const auto frame = readFrame(kChannel);
    if (!frame || !*frame) ::_exit(98);
    if ((*frame)->header.type != ipc::Frame::Answer) continue;
    const auto answer = ipc::parseCallAnswer((*frame)->payload);
    return answer && answer->found;
  }
}

/// "ask COUNT KIND NAME [TEXT]": that many calls, each after the answer to the one before.
void ask(const Words& words) {
  for (std::uint64_t i = number(words, 1); i > 0; --i) {
    sendCall(number(words, 2), words.at(3), rest(words, 4));
    (void)readAnswer();
  }
}

void sendWait(std::uint64_t microseconds) {
  sendCall(static_cast<std::uint64_t>(ipc::CallKind::Wait), {}, ipc::encodeWait(Microseconds(microseconds)));
}

/// "wait COUNT MICROSECONDS": waits that often, each time until it is over. "waits COUNT MICROSECONDS": without reading.
void wait(const Words& words) {
  for (std::uint64_t i = number(words, 1); i > 0; --i) {
    sendWait(number(words, 2));
    (void)readAnswer();
  }
}
void waits(const Words& words) {
  for (std::uint64_t i = number(words, 1); i > 0; --i) sendWait(number(words, 2));
}

/// "found PATH": asks for a module's file and tells whether it came, as the value.
void found(const Words& words) {
  sendCall(static_cast<std::uint64_t>(ipc::CallKind::ModuleFile), rest(words, 1), {});
  value(readAnswer() ? "true" : "false");
}

/// "longcall NAME SIZE": a call with an argument of that size. "longname SIZE": one of a function with a name of that size.
void longCall(const Words& words) { sendCall(0, words.at(1), "[\"" + std::string(number(words, 2), 'x') + "\"]"); }
void longName(const Words& words) { sendCall(0, std::string(number(words, 1), 'x'), "[]"); }

/// "denied COUNT SIZE [BYTE]": that many notices of names of that size.
void denied(const Words& words) {
  const std::string name(number(words, 2), words.size() > 3 ? static_cast<char>(number(words, 3)) : 'x');
  for (std::uint64_t i = number(words, 1); i > 0; --i)
    put(ipc::Frame::Denied, execution, ipc::encodeDenied(name));
}

/// "execution NUMBER": frames claim to be of that one.
void pretend(const Words& words) { execution = static_cast<std::uint32_t>(number(words, 1)); }

/// "newline": a value that tries to put a second answer into the client's line.
void newline(const Words&) { value("1}\n{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"verdict\":\"ok\",\"value\":666}}"); }

/// "console COUNT SIZE [LEVEL BYTE]": that many lines of that size.
void console(const Words& words) {
  const std::string text(number(words, 2), words.size() > 4 ? static_cast<char>(number(words, 4)) : 'x');
  const auto level = static_cast<ipc::ConsoleLevel>(words.size() > 3 ? number(words, 3) : 0);
  for (std::uint64_t i = number(words, 1); i > 0; --i)
    put(ipc::Frame::Console, execution, ipc::encodeConsoleLine(level, text));
}

/// "exit STATUS".
void exitWith(const Words& words) { ::_exit(static_cast<int>(number(words, 1))); }

/// "crash": writes to address 0.
void crash(const Words&) {
  volatile std::uintptr_t nowhere = 0;
  *reinterpret_cast<volatile int*>(nowhere) = 1;
}

/// "execute": jumps into writable memory.
void execute(const Words&) {
  static char code[16] = "\xc3";
  reinterpret_cast<void (*)()>(reinterpret_cast<std::uintptr_t>(code))();
}

/// "recurse": runs out of stack.
int recurse(int depth) {
  volatile char frame[256];
  frame[0] = static_cast<char>(depth);
  return depth == -1 ? 0 : recurse(depth + 1) + frame[0];
}
void overflow(const Words&) { recurse(0); }

struct Verb {
  const char* name;
  void (*act)(const Words&);
};

constexpr Verb kVerbs[] = {
    {"ok", ok},         {"syscall", systemCall}, {"int80", systemCall32}, {"spin", spin},       {"sleep", sleepForever},
    {"touch", touch},   {"frame", frame},        {"header", header},      {"bytes", bytes},     {"claim", claim},
    {"value", valueText}, {"newline", newline},  {"console", console},    {"exit", exitWith},   {"crash", crash},
    {"execute", execute}, {"overflow", overflow}, {"item", itemText},     {"items", items},     {"call", call},
    {"calls", calls},     {"ask", ask},          {"found", found},        {"longcall", longCall}, {"longname", longName},
    {"denied", denied},   {"execution", pretend},  {"wait", wait},          {"waits", waits},
    {"times", times},     {"again", again},      {"hold", hold},
};

void obey(const std::string& line) {
  std::istringstream stream(line);
  Words words;
  for (std::string word; stream >> word;) words.push_back(word);
  for (const Verb& verb : kVerbs)
    if (!words.empty() && words[0] == verb.name) return verb.act(words);
  ::_exit(99);  // a mistake in the test
}

class Probe : public Workload {
 public:
  Result<> load(Bytes) override {
    // The C++ library's locale is made once, with a futex, which a sealed runner does not have: make it here.
    std::istringstream warm("1");
    int ignored;
    warm >> ignored;
    return {};
  }
  void preload(const std::vector<std::string>&, const std::vector<std::string>&, const FileReader&) override {}
  void prepare(const Seed&, bool) override {}
  void serve(int channel) override {
    // Stays until it is ended, as an honest runner does; in a session it is told more.
    for (;;) {
      const auto received = readFrame(channel);
      if (!received || !*received) return;
      if ((*received)->header.type != ipc::Frame::Run) continue;
      const auto order = ipc::parseRunOrder((*received)->payload);
      if (!order) return;
      execution = (*received)->header.execution;
      std::istringstream lines(order->source);
      for (std::string line; std::getline(lines, line);) obey(line);
      if (holding) letGo();
    }
  }
};

}  // namespace

std::unique_ptr<Workload> makeWorkload() { return std::make_unique<Probe>(); }

}  // namespace isobox::runner

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
#include <vector>

#include "runner/frame_io.h"
#include "runner/workload.h"

namespace isobox::runner {
namespace {

constexpr int kChannel = 3;
using Words = std::vector<std::string>;

std::uint64_t number(const Words& words, std::size_t at) {
  return at < words.size() ? std::strtoull(words[at].c_str(), nullptr, 0) : 0;
}

void finish(ipc::Claim claim) { (void)writeFrame(kChannel, ipc::Frame::Done, 1, ipc::encodeDone({.claim = claim})); }

void value(const std::string& json) {
  (void)writeFrame(kChannel, ipc::Frame::Value, 1, ipc::encodeValue(ipc::ValueType::Number, json));
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
  (void)writeFrame(kChannel, static_cast<ipc::Frame>(number(words, 1)), static_cast<std::uint32_t>(number(words, 2)), payload);
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

/// "claim NUMBER": ends with that claim.
void claim(const Words& words) { finish(static_cast<ipc::Claim>(number(words, 1))); }

/// "value TEXT": a Value frame with that text, taken to the end of the line.
void valueText(const Words& words) {
  std::string text;
  for (std::size_t i = 1; i < words.size(); ++i) text += (i > 1 ? " " : "") + words[i];
  value(text);
}

/// "newline": a value that tries to put a second answer into the client's line.
void newline(const Words&) { value("1}\n{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"verdict\":\"ok\",\"value\":666}}"); }

/// "console COUNT SIZE": that many lines of that size.
void console(const Words& words) {
  const std::string text(number(words, 2), 'x');
  for (std::uint64_t i = number(words, 1); i > 0; --i)
    (void)writeFrame(kChannel, ipc::Frame::Console, 1, ipc::encodeConsoleLine(ipc::ConsoleLevel::Log, text));
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
    {"execute", execute}, {"overflow", overflow},
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
  Result<> prepare() override { return {}; }
  void serve(int channel) override {
    const auto received = readFrame(channel);
    if (!received || !*received) return;
    const auto order = ipc::parseRunOrder((*received)->payload);
    if (!order) return;
    std::istringstream lines(order->source);
    for (std::string line; std::getline(lines, line);) obey(line);
    // Stays until it is ended, as an honest runner does.
    (void)readFrame(channel);
  }
};

}  // namespace

std::unique_ptr<Workload> makeWorkload() { return std::make_unique<Probe>(); }

}  // namespace isobox::runner

// A runner's work: JavaScript. `load` runs in the zygote, `prepare` in a child before the seal, `serve` behind it.
// Hostile from the first program on: nothing that `serve` says is believed, see supervisor/evidence.h.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <set>
#include <utility>

#include "runner/engine/engine.h"
#include "runner/engine/unicode.h"
#include "runner/first_state.h"
#include "runner/frame_io.h"
#include "runner/own_memory.h"
#include "runner/workload.h"

namespace isobox::runner {
namespace {

/// Frames for everything a script puts out, and those that answer it. A broken channel means that nobody listens any
/// more: the process ends.
class ChannelSink : public OutputSink {
 public:
  ChannelSink(int channel, std::uint32_t execution, const ipc::RunOrder& order)
      : channel_(channel), execution_(execution), credit_(order.credit),
        interruptible_(order.session || order.task == ipc::Task::Stream) {}

  void console(ipc::ConsoleLevel level, std::string_view utf8) override {
    const bool rush = inRush(lastLine_, std::chrono::steady_clock::now());
    linesInRush_ = rush ? linesInRush_ + 1 : 0;
    const auto payload = ipc::encodeConsoleLine(level, utf8);
    // What was said before a hang or a crash is what its author looks for: only floods wait. What is long would be copied.
    if (linesInRush_ < kFlood || payload.size() > kHeldUpTo) {
      sendHeld();
      (void)writeFrame(channel_, ipc::Frame::Console, execution_, payload);
      return;
    }
    hold(ipc::Frame::Console, payload);
    if (held_.size() > kHeldUpTo) sendHeld();
  }
  void value(ipc::ValueType type, std::string_view taggedJson) override {
    const auto payload = ipc::encodeValue(type, taggedJson);
    if (payload.size() <= kHeldUpTo) return hold(ipc::Frame::Value, payload);
    sendHeld();
    (void)writeFrame(channel_, ipc::Frame::Value, execution_, payload);
  }

  /// Done, and the value before it if it is short: one call here, and one wake-up of the supervisor.
  bool finish(const ipc::Done& done) {
    hold(ipc::Frame::Done, ipc::encodeDone(done));
    return writeFrames(channel_, held_).has_value();
  }

  Taken item(ipc::ValueType type, std::string_view taggedJson) override {
    // The reader may let us wait for room in the channel, too.
    const auto since = std::chrono::steady_clock::now();
    const bool rush = inRush(lastItem_, since);
    hold(ipc::Frame::Item, ipc::encodeValue(type, taggedJson));
    if (credit_ > 0) --credit_;
    if (!rush || credit_ == 0 || held_.size() > kHeldUpTo) sendHeld();
    const bool more = awaitCredit();
    return {.more = more, .paused = std::chrono::steady_clock::now() - since};
  }

  std::optional<std::string_view> call(std::string_view name, std::string_view argumentsJson) override {
    const auto text = ask({ipc::CallKind::Function, name, argumentsJson});
    if (!text && !interrupted_) std::_Exit(0);  // a function's call is always answered
    return text;
  }

  // A sealed process has no system call to sleep with: the answer comes when the time is over.
  void wait(Microseconds time) override {
    if (!ask({ipc::CallKind::Wait, {}, ipc::encodeWait(std::min(time, ipc::kLongestWait))}) && !interrupted_) std::_Exit(0);
  }

  void denied(std::string_view module) override {
    sendHeld();
    module = module.substr(0, ipc::kMaxDeniedName);
    while (!isUtf8(module)) module.remove_suffix(1);  // what was cut
    if (denied_.size() >= ipc::kMaxDenied || !denied_.emplace(module).second) return;
    (void)writeFrame(channel_, ipc::Frame::Denied, execution_, ipc::encodeDenied(module));
  }

  std::optional<std::string> readModuleFile(std::string_view path) override {
    if (path.size() > ipc::kMaxCallName || calls_ == ipc::kMaxCalls) return std::nullopt;
    ++calls_;
    const auto text = ask({ipc::CallKind::ModuleFile, path, {}});
    return text ? std::optional<std::string>(*text) : std::nullopt;
  }

  bool interrupted() override {
    sendHeld();
    // Others are ended from outside: they need not take a system call to look.
    while (interruptible_ && !interrupted_ && inputWaits(channel_)) heed(next());
    return interrupted_;
  }

 private:
  void hold(ipc::Frame type, std::string_view payload) { held_ += ipc::encodeFrame(type, execution_, payload); }

  /// Items and lines that come one right behind another leave together, in one call here and one wake-up of the supervisor. None is
  /// kept for longer than until the engine looks for an interruption.
  using Time = std::chrono::steady_clock::time_point;
  static bool inRush(Time& last, Time now) { return now - std::exchange(last, now) < kRush; }

  void sendHeld() {
    if (!held_.empty() && !writeFrames(channel_, held_)) std::_Exit(0);
    held_.clear();
  }

  /// False when the reader wants no more.
  bool awaitCredit() {
    while (credit_ == 0 && !stopped_ && !interrupted_) heed(next());
    return !stopped_ && !interrupted_;
  }

  /// What may come at any time.
  void heed(const ReceivedFrame& frame) {
    const auto items = frame.header.type == ipc::Frame::Credit ? ipc::parseCredit(frame.payload) : std::nullopt;
    if (items) credit_ += *items;
    else if (frame.header.type == ipc::Frame::Stop) stopped_ = true;
    else if (frame.header.type == ipc::Frame::Interrupt) interrupted_ = true;
    else std::_Exit(0);
  }

  /// The answer's text, which lives until the next call; nothing when there is no such file, or no answer is to be
  /// waited for any more.
  std::optional<std::string_view> ask(const ipc::Call& call) {
    sendHeld();
    if (!writeFrame(channel_, ipc::Frame::Call, execution_, ipc::encodeCall(call))) std::_Exit(0);
    while (!interrupted_) {
      answer_ = next();
      if (answer_.header.type != ipc::Frame::Answer) {
        heed(answer_);
        continue;
      }
      const auto parsed = ipc::parseCallAnswer(answer_.payload);
      if (!parsed) std::_Exit(0);
      return parsed->found ? std::optional(parsed->text) : std::nullopt;
    }
    return std::nullopt;
  }

  ReceivedFrame next() {
    auto frame = readFrame(channel_);
    if (!frame || !*frame || (*frame)->header.execution != execution_) std::_Exit(0);
    return std::move(**frame);
  }

  static constexpr std::size_t kHeldUpTo = 16 * 1024;
  static constexpr std::chrono::microseconds kRush{100};
  static constexpr std::uint32_t kFlood = 16;  // lines

  int channel_;
  std::uint32_t execution_;
  std::string held_;  // frames that leave together: items in a rush, a flood of lines, and a short value with Done
  Time lastLine_{}, lastItem_{};
  std::uint32_t linesInRush_ = 0;
  std::uint32_t credit_;
  bool stopped_ = false;
  bool interruptible_;
  bool interrupted_ = false;
  std::uint32_t calls_ = 0;  // for files
  std::set<std::string, std::less<>> denied_;
  ReceivedFrame answer_;
};

/// While packages are loaded nobody listens: what they print is lost, and what they ask for and may not have, they get told
/// again when a program asks.
class PackageSink : public OutputSink {
 public:
  explicit PackageSink(const Workload::FileReader& files) : files_(files) {}
  void console(ipc::ConsoleLevel, std::string_view) override {}
  void value(ipc::ValueType, std::string_view) override {}
  std::optional<std::string> readModuleFile(std::string_view path) override {
    return path.size() > ipc::kMaxCallName ? std::nullopt : files_(path);
  }

 private:
  const Workload::FileReader& files_;
};

ipc::Done doneOf(const Outcome& outcome) {
  return {.claim = outcome.claim, .heapPeak = outcome.heapPeak.count, .name = outcome.name, .message = outcome.message,
          .stack = outcome.stack, .file = outcome.file, .line = outcome.line, .column = outcome.column, .steps = outcome.steps,
          .times = outcome.times};
}

class JavaScript : public Workload {
 public:
  Result<> load(Bytes arena) override {
    ISOBOX_TRY(engine_, Engine::create(arena, roomFor(Arena::mappedFor(arena))));
    engine_->warmUp();
    return {};
  }

  void preload(const std::vector<std::string>& names, const std::vector<std::string>& whitelist, const FileReader& files) override {
    PackageSink sink(files);
    engine_->preload(names, whitelist, sink);
  }

  Memory memory() const override {
    constexpr std::size_t kFresh = 128 * 1024;
    const auto used = engine_->arena().pages();
    std::byte* end = used.data() + used.size();
    const auto reserved = engine_->arena().reserved();
    return {{used.data(), end}, {end, end + kFresh}, {reserved.data(), reserved.data() + reserved.size()}};
  }

  void rehearse() override {
    prepare(Seed{}, false);
    engine_->rehearse();
  }

  void prepare(const Seed& seed, bool awaited) override {
    Entropy root;
    root.seed(seed);
    engine_->reseed(root);
    if (!awaited) engine_->touch();
  }

  void serve(int channel) override {
    FirstState* first = nullptr;
    Entropy root;
    for (;;) {
      switch (takeFrame(channel)) {
        case Turn::Over:
          return;
        case Turn::Late:
          break;
        case Turn::Keep: {
          if (first) return;
          root = engine_->splitEntropy();
          const auto kept = FirstState::keep(engine_->arena());
          if (!kept) return;
          first = *kept;
          break;
        }
        case Turn::Ran:
          if (first && !again(channel, *first, root)) return;
      }
    }
  }

 private:
  enum class Turn { Over, Late, Keep, Ran };

  /// Holds memory while it works, and none when it returns: what comes behind it puts memory back.
  [[gnu::noinline]] Turn takeFrame(int channel) {
    auto frame = readFrame(channel);
    if (!frame || !*frame) return Turn::Over;
    // What was sent while a program was ending comes late.
    const auto type = (*frame)->header.type;
    if (type == ipc::Frame::Credit || type == ipc::Frame::Stop || type == ipc::Frame::Interrupt) return Turn::Late;
    if (type == ipc::Frame::Keep) return Turn::Keep;
    if (type != ipc::Frame::Run) return Turn::Over;
    const auto since = std::chrono::steady_clock::now();
    const auto order = ipc::parseRunOrder((*frame)->payload);
    if (!order) return Turn::Over;
    const std::uint32_t execution = (*frame)->header.execution;
    std::string().swap((*frame)->payload);  // the order has all of it
    ChannelSink sink(channel, execution, *order);
    const auto read = std::chrono::steady_clock::now() - since;
    Outcome outcome = engine_->run(*order, sink);
    if (outcome.times) outcome.times->read = read;
    return sink.finish(doneOf(outcome)) ? Turn::Ran : Turn::Over;
  }

  /// Everything as it was before the first program, but for chance. False: the process has to end.
  [[gnu::noinline]] bool again(int channel, FirstState& first, Entropy& root) {
    engine_->letGo();
    if (!first.restore(engine_->arena())) return false;
    engine_->reseed(root);
    return writeFrame(channel, ipc::Frame::Again, 0, {}).has_value();
  }

  std::unique_ptr<Engine> engine_;
};

}  // namespace

std::unique_ptr<Workload> makeWorkload() { return std::make_unique<JavaScript>(); }

}  // namespace isobox::runner

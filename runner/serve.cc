// A runner's work: JavaScript. `load` runs in the zygote, `prepare` in a child before the seal, `serve` behind it.
// Hostile from the first program on: nothing that `serve` says is believed, see supervisor/evidence.h.
#include "runner/engine/engine.h"
#include "runner/frame_io.h"
#include "runner/workload.h"

namespace isobox::runner {
namespace {

/// Frames for everything a script puts out. A broken channel means that nobody listens any more.
class ChannelSink : public OutputSink {
 public:
  ChannelSink(int channel, std::uint32_t execution) : channel_(channel), execution_(execution) {}

  void console(ipc::ConsoleLevel level, std::string_view utf8) override {
    (void)writeFrame(channel_, ipc::Frame::Console, execution_, ipc::encodeConsoleLine(level, utf8));
  }
  void value(ipc::ValueType type, std::string_view taggedJson) override {
    (void)writeFrame(channel_, ipc::Frame::Value, execution_, ipc::encodeValue(type, taggedJson));
  }

 private:
  int channel_;
  std::uint32_t execution_;
};

ipc::Done doneOf(const Outcome& outcome) {
  return {.claim = outcome.claim, .heapPeak = outcome.heapPeak.count, .name = outcome.name, .message = outcome.message,
          .stack = outcome.stack, .file = outcome.file, .line = outcome.line, .column = outcome.column};
}

class JavaScript : public Workload {
 public:
  Result<> load(Bytes arena) override {
    ISOBOX_TRY(engine_, Engine::create(arena));
    engine_->warmUp();
    return {};
  }

  Result<> prepare() override {
    ISOBOX_CHECK(engine_->reseed());
    engine_->touch();
    return {};
  }

  void serve(int channel) override {
    for (;;) {
      const auto frame = readFrame(channel);
      if (!frame || !*frame || (*frame)->header.type != ipc::Frame::Run) return;
      const auto order = ipc::parseRunOrder((*frame)->payload);
      if (!order) return;
      const std::uint32_t execution = (*frame)->header.execution;
      ChannelSink sink(channel, execution);
      const Outcome outcome = engine_->run(*order, sink);
      if (!writeFrame(channel, ipc::Frame::Done, execution, ipc::encodeDone(doneOf(outcome)))) return;
    }
  }

 private:
  std::unique_ptr<Engine> engine_;
};

}  // namespace

std::unique_ptr<Workload> makeWorkload() { return std::make_unique<JavaScript>(); }

}  // namespace isobox::runner

// One JavaScript engine on one arena. Runs in the zygote (created and loaded once) and in sealed runners
// (used once). Hostile after the first script: nothing here is a boundary, the process is.
#ifndef ISOBOX_RUNNER_ENGINE_ENGINE_H
#define ISOBOX_RUNNER_ENGINE_ENGINE_H

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/result.h"
#include "ipc/frames.h"
#include "runner/engine/arena.h"
#include "runner/engine/entropy.h"

namespace isobox::runner {

/// Where a run's output goes: frames to the supervisor in a runner, memory in tests.
class OutputSink {
 public:
  virtual ~OutputSink() = default;
  virtual void console(ipc::ConsoleLevel level, std::string_view utf8) = 0;
  virtual void value(ipc::ValueType type, std::string_view taggedJson) = 0;

  struct Taken {
    bool more = false;                // the reader wants another item
    std::chrono::nanoseconds paused{};  // waiting for a reader; not counted as the run's time
  };
  /// A stream's next value. Waits when the reader is behind.
  virtual Taken item(ipc::ValueType, std::string_view /*taggedJson*/) { return {}; }

  /// Calls a function of the host and waits for its answer (ipc::CallAnswer's text), which lives until the next call.
  /// Nothing: there is no host.
  virtual std::optional<std::string_view> call(std::string_view /*name*/, std::string_view /*argumentsJson*/) {
    return std::nullopt;
  }
  /// Sleeps until the time is over. Who cannot sleep may return at once: then the caller looks at the clock again and again.
  virtual void wait(Microseconds) {}
  /// The program asked for a module that is neither allowed nor mocked.
  virtual void denied(std::string_view /*module*/) {}
  /// The text of a file of the operator's packages, "/node_modules/NAME/…", or nothing. May wait for an
  /// answer.
  virtual std::optional<std::string> readModuleFile(std::string_view /*path*/) { return std::nullopt; }

  /// Somebody outside wants the program to end. Asked every few milliseconds, which is also when what is held leaves; does not wait.
  virtual bool interrupted() { return false; }
};

/// The end of a run, with its strings owned.
struct Outcome {
  ipc::Claim claim = ipc::Claim::Completed;
  Bytes heapPeak;
  std::string name, message, stack, file;
  std::uint32_t line = 0, column = 0;
  std::uint64_t steps = 0;  // that the program has taken, from its first instruction on
  std::optional<ipc::RunTimes> times;  // when the order asks; without `read`, which is before the engine's part
};

class Engine {
 public:
  /// Creates the heap in an arena of `reserve` bytes, at `place` if it can be (Arena::create), and loads the host environment
  /// (console, process.env, …). Removes `Duktape` and every other road to the engine's internals that a script could take.
  static Result<std::unique_ptr<Engine>> create(Bytes reserve, std::byte* place = nullptr);
  ~Engine();

  /// Runs a program through every stage, so that everything made on first use is there, and collects what is left of
  /// it. For the process that others are forked from: a collection writes to every page of the heap. What there is then is the
  /// image: its references are not counted, its holes not filled, so that a child writes to few of its pages.
  void warmUp();

  /// Loads modules by name, each within ten seconds, for all programs that come later; those that fail are not there. For the
  /// process that others are forked from. All later orders must have this whitelist, and no mocks.
  void preload(const std::vector<std::string>& names, const std::vector<std::string>& whitelist, OutputSink& sink);

  /// Runs a trivial program, so that a later run finds the pages that every run writes to.
  void touch();

  /// What short programs of today do. For a child that is thrown away, whose writes are watched.
  void rehearse();

  /// New seeds for Math.random and the like, from `root`, and clocks that begin anew. In each process before its first program: two processes
  /// with the same root would have the same chance.
  void reseed(Entropy& root);
  /// Random numbers of their own, that have nothing to do with those that programs get.
  Entropy splitEntropy();

  /// Gives back the memory that it holds beside its heap, and with it what the last program has left there. The engine is of no
  /// use then, until its memory is put back (runner/first_state.h).
  void letGo();

  /// Runs one program: parse, evaluate as a script at global scope, encode the completion value, all within
  /// the order's limits. Returns when the script has ended or was interrupted; never throws. After
  /// HeapExhausted the engine is still usable.
  Outcome run(const ipc::RunOrder& order, OutputSink& sink);

  /// A module that programs may import by this path, resolved against the order's file name. Both are UTF-8.
  void addModule(std::string path, std::string text);

  const Arena& arena() const;

 private:
  void keepImage();

  struct State;
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace isobox::runner

#endif

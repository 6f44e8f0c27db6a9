// One request for a program, as long as it is under way: what its caller can still say about it, and what the caller is
// told meanwhile. Supervisor, on the event loop.
#ifndef ISOBOX_SUPERVISOR_CONVERSATION_H
#define ISOBOX_SUPERVISOR_CONVERSATION_H

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ipc/base/lap_clock.h"
#include "policy/token.h"
#include "supervisor/runner_process.h"

namespace isobox::supervisor {

/// How a caller withdraws: `cancel()` once, at any time. What it does depends on how far the execution is.
class Cancellation {
 public:
  virtual ~Cancellation() = default;
  void cancel() {
    cancelled_ = true;
    if (const auto act = std::exchange(act_, nullptr)) act();
  }
  bool cancelled() const { return cancelled_; }
  void onCancel(std::function<void()> act) { act_ = std::move(act); }

 private:
  bool cancelled_ = false;
  std::function<void()> act_;
};

class Conversation;
class Follower;
/// The requests of one connection that are in flight, by id, so that they can be cancelled and answered.
using InFlight = std::multimap<std::string, std::shared_ptr<Conversation>>;

/// A client, as those who handle its requests know it. Outlives them.
struct Caller {
  std::string tenant;  // whose sessions it may use
  InFlight inFlight;
  std::uint32_t streams = 0;  // of them
  std::function<void(std::string line)> send;
  std::function<std::size_t()> unread;  // bytes of lines that the client has not read
  std::uint32_t uid = 0;       // of the peer
  bool isOperator = false;     // root or the supervisor's own user: sees all tenants
  bool admitted = true;        // false: it has to authenticate first
  std::uint32_t failures = 0;  // unknown tokens so far
  std::optional<policy::TokenDigest> token;  // the one that made it this tenant
  Follower* follower = nullptr;              // of its request to follow events
};

class Conversation : public Cancellation, public RunObserver {
 public:
  /// `id` is the request's, as JSON text. `credit`: items of a stream that the client takes before it says more.
  /// `live`: it is told of console calls at once, as that of a stream is.
  Conversation(Caller& caller, std::string id, bool stream, std::uint32_t credit, bool live = false,
               Clock::time_point received = Clock::now())
      : laps(received), caller_(caller), id_(std::move(id)), stream_(stream), live_(live || stream), credit_(credit) {}

  /// Where its time goes, from its line on.
  LapClock<ipc::Timings> laps;

  const std::string& tenant() const { return caller_.tenant; }
  bool streams() const { return stream_; }

  /// Items for the order itself: a part of the client's credit, so that large items do not pile up here.
  std::uint32_t takeFirstCredit();
  /// The program goes to this runner now.
  void attach(std::shared_ptr<RunnerProcess> runner, Bytes largestAnswer);
  /// Where files of packages come from; empty: there are none.
  using ModuleReader = std::function<std::optional<std::string>(std::string_view path)>;
  void readModulesWith(ModuleReader reader) { readModule_ = std::move(reader); }
  /// Who is told of CPU time while the program runs: what it had used when this was said last, and now.
  using CpuListener = std::function<void(Microseconds before, Microseconds used)>;
  void tellCpuTo(CpuListener listener) { cpuListener_ = std::move(listener); }
  Microseconds cpuTold() const { return cpuTold_; }
  /// It has ended.
  void detach();

  // What the client says.
  void addCredit(std::uint32_t items);
  void stop();
  /// False when no such call is open. `answer`: {"value": …} or {"error": …}.
  bool reply(std::uint64_t call, std::string answer);

  /// The client has read: the program goes on, and credit is passed on as far as the client reads what it has asked for.
  void pump();

  // What the program does.
  void onStart() override;
  void onItem(ipc::ValueType type, std::string json) override;
  bool onConsole(ipc::ConsoleLevel level, std::string_view text) override;
  void onCpu(Microseconds used) override;
  bool behind() override;
  void onCall(std::string_view function, std::string_view arguments) override;
  std::optional<std::string> onModuleFile(std::string_view path) override;

 private:
  Caller& caller_;
  std::string id_;
  bool stream_, live_;
  bool stopped_ = false;
  bool started_ = false;
  std::uint32_t credit_;  // the client's, not yet passed on
  std::uint64_t items_ = 0, itemBytes_ = 0;
  std::uint64_t calls_ = 0;
  bool callOpen_ = false;
  Bytes largestAnswer_;
  std::shared_ptr<RunnerProcess> runner_;
  ModuleReader readModule_;
  CpuListener cpuListener_;
  Microseconds cpuTold_{};
};

}  // namespace isobox::supervisor

#endif

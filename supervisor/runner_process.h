// One runner as the supervisor sees it: from the order to the zygote, through the seal, one program, to its death.
// Supervisor, on the event loop. Everything that arrives on its channel is hostile once a program was handed over.
#ifndef ISOBOX_SUPERVISOR_RUNNER_PROCESS_H
#define ISOBOX_SUPERVISOR_RUNNER_PROCESS_H

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ipc/client_messages.h"
#include "supervisor/alarm.h"
#include "supervisor/cpu_turn.h"
#include "supervisor/evidence.h"
#include "supervisor/gate.h"
#include "supervisor/slot.h"
#include "supervisor/zygote_host.h"

namespace isobox::supervisor {

/// What an execution left behind.
struct RunRecord {
  Evidence evidence;
  std::vector<ipc::ConsoleEntry> console;
  std::optional<std::string> valueJson;
  ipc::ValueType type = ipc::ValueType::Undefined;
  std::optional<ipc::ScriptError> error;
  std::vector<std::string> denied;  // modules that it asked for and may not have
  Bytes memory;
  ipc::MemorySource memorySource = ipc::MemorySource::None;
  Nanoseconds send{};      // until the channel had taken the order
  Nanoseconds run{};       // and from then to its end
  std::optional<ipc::RunTimes> claimedTimes;  // when the order asked
  Microseconds idleCpu{};  // of its process since the program before; an honest one uses none
};

/// Who is told what a program does while it runs. Called on the event loop; text is validated UTF-8, values validated JSON.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  /// The program is on its way to the runner.
  virtual void onStart() = 0;
  /// A stream's next value.
  virtual void onItem(ipc::ValueType type, std::string json) = 0;
  /// One console call; false when it is to be kept for the report.
  virtual bool onConsole(ipc::ConsoleLevel level, std::string_view text) = 0;
  /// The program waits for RunnerProcess::answer(). `arguments` is a JSON array.
  virtual void onCall(std::string_view function, std::string_view arguments) = 0;
  /// It has used so much CPU time by now. Told now and then, of long programs only.
  virtual void onCpu(Microseconds used) = 0;
  /// The reader has so much unread that no more is to be taken out of the runner; then RunnerProcess::readerMoved() is due.
  virtual bool behind() = 0;
  /// The text of a package's file, if the program may have it. The path is a runner's.
  virtual std::optional<std::string> onModuleFile(std::string_view path) = 0;
};

/// Whether a program begins beside others, or gives way to them from its beginning.
enum class FirstTurn { Beside, Yielding };

class RunnerProcess : public SpawnObserver, public std::enable_shared_from_this<RunnerProcess> {
 public:
  RunnerProcess(asio::any_io_executor executor, std::uint64_t id, std::shared_ptr<ZygoteHost> zygote, Slot& slot);

  /// Spawns, moves into the slot's cgroup while it locks itself up, and proves that it is sealed.
  /// Error: the step that failed.
  Task<Result<>> start(ipc::SpawnWish wish);

  /// Runs one program and returns when its end is decided. The process is dead or dying then, or Over with
  /// nothing left to say but its gone(); but for an order of a session that ended in order: then state() is Idle, and it can
  /// run another. `observer` may be null; it must live until this returns.
  Task<RunRecord> run(const ipc::RunOrder& order, const policy::Limits& limits, RunObserver* observer = nullptr, FirstTurn first = FirstTurn::Beside);

  /// Before its first program, with nothing awaited: it is to go back to its memory of now after each. When a program has ended
  /// in order, state() is PuttingBack then.
  void keepFirstState();
  /// True as soon as it has: it is Idle, and can run another. False when it has ended instead, or not in time.
  Task<bool> putBack(Clock::time_point deadline);

  /// A stream's reader takes so many items more.
  void grant(std::uint32_t items);
  /// Items that the runner may still send, as far as we know.
  std::uint32_t credit() const { return credit_; }
  /// A stream's reader takes no more.
  void stopStream();
  /// Its reader is perhaps no longer behind.
  void readerMoved() { changed_.notify(); }
  /// Answers the call that the program waits for: an object as JSON text, see ipc::CallAnswer. False when none does.
  bool answer(std::string_view text);

  /// Ends a run in progress with the verdict `cancelled`. A session's program is interrupted and has a grace time to yield,
  /// so that the session lives on; any other is ended at once.
  void cancel();
  void cancelAtOnce();

  /// CPU time since its last program.
  Microseconds idleCpu() const;

  void kill();

  /// Kills it and waits until it was reaped. False when that did not happen in time: then its slot must not be used
  /// again. Must be called in the end, whatever happened before.
  Task<bool> gone();

  /// No program has been here yet.
  bool fresh() const { return execution_ == 0; }
  std::uint32_t programs() const { return execution_; }
  /// keepFirstState() was called.
  bool putsBack() const { return putsBack_; }
  /// CPU time of its process until its last program ended.
  Microseconds cpuUsed() const { return cpuBefore_ + cpuCharged_; }
  RunnerState state() const { return state_; }
  /// Sealed, silent and alive at this moment, as far as the kernel has told us.
  bool waiting() const;
  /// And its zygote has nothing to tell, such as its own end.
  bool usable() const { return waiting() && zygote_->serving(); }
  /// Nobody has heard of its end. Enough for one that has said this moment that it can run another program: to ask the kernel
  /// takes as long as has passed since.
  bool atHand() const { return state_ == RunnerState::Idle && zygote_->alive(); }
  const Slot& slot() const { return slot_; }
  Slot& slot() { return slot_; }
  pid_t pid() const { return pid_; }
  const ZygoteHost& zygote() const { return *zygote_; }
  Clock::time_point idleSince() const { return idleSince_; }
  /// What making it took.
  const ipc::StartTimes& startTimes() const { return startTimes_; }

  /// Called when an idle runner dies or misbehaves. Set by the pool.
  void onIdleDeath(std::function<void()> handler) { idleDeath_ = std::move(handler); }

  // Handlers of the gate's table.
  std::string_view onReady(std::string& payload);
  std::string_view onFailed(std::string& payload);
  std::string_view onConsole(std::string& payload);
  std::string_view onValue(std::string& payload);
  std::string_view onItem(std::string& payload);
  std::string_view onCall(std::string& payload);
  std::string_view onDenied(std::string& payload);
  std::string_view onDone(std::string& payload);
  std::string_view onAgain(std::string& payload);
  std::optional<JsonPart> jsonOfValue(std::string_view payload) const;
  std::optional<JsonPart> jsonOfCall(std::string_view payload) const;

 private:
  void onSpawned(UniqueFd pidfd) override;
  void onSpawnFailed(const Error& error) override;
  void onDenied(const ipc::SyscallReport& call) override;
  void onExited(const ipc::Exited& exited) override;
  void onZygoteGone() override;

  Result<> order(ipc::SpawnWish wish);
  void begin(const ipc::RunOrder& order, const policy::Limits& limits, RunObserver* observer);
  Task<std::string> encodeBulk(const ipc::RunOrder& order);
  Result<> admit();
  Result<> prove();
  Task<Result<>> awaitReady(Clock::time_point deadline);
  Task<> readFrames();
  Task<bool> readFrame();
  Task<bool> readUpTo(std::size_t size);
  Task<bool> readPayload(std::string& payload, std::size_t length);
  Task<bool> isJson(JsonPart part);
  Task<> awaitReader();
  void send(std::string bytes, std::function<void()> sent = {});
  Task<> writeFrames();
  bool isTooLarge(std::string_view json);
  std::string_view onWait(const ipc::Call& call);
  Task<> wakeUp(Clock::time_point when);
  void sendAnswer(const ipc::CallAnswer& answer);
  void pauseClock();
  void resumeClock();
  void finish();
  bool hasInput() const;
  void takeTurns(CpuTurn& turn, const policy::Limits& limits);
  void yieldCpu();
  void returnCpu();
  bool yieldsCpu() const { return slot_.cgroup && slot_.cgroup->yieldsCpu(); }
  Clock::time_point wallUp(const policy::Limits& limits) const;
  Task<> awaitEnd(const policy::Limits& limits, FirstTurn first);
  Clock::time_point wallEnd(const policy::Limits& limits) const;
  bool interrupting() const { return interruptedAt_ != Clock::time_point{}; }
  Task<> awaitExit(std::chrono::milliseconds patience);
  void measure();
  void over();
  void fault(std::string what);
  Microseconds cpuSinceStart() const;

  asio::any_io_executor executor_;
  WakeQueue& wakes_;
  std::uint64_t id_;
  std::shared_ptr<ZygoteHost> zygote_;
  Slot& slot_;
  StreamSocket channel_;
  static constexpr std::size_t kSmallestBlock = 256, kLargestBlock = 4 * 1024;
  std::size_t blockSize_ = kSmallestBlock;
  std::string input_;  // what was read and is not taken yet; little, as thousands of sessions have one
  std::unique_ptr<ChildProcess> process_;
  AsyncEvent changed_;
  Alarm alarm_;  // of the program, or of putting back
  AsyncEvent exitSeen_;

  RunnerState state_ = RunnerState::Spawning;
  policy::Limits limits_;
  RunRecord record_;
  std::optional<Error> failure_;
  std::optional<ipc::SyscallReport> denied_;  // the call that it is suspended in
  std::optional<ipc::Exited> exit_;
  std::function<void()> idleDeath_;
  pid_t pid_ = 0;
  bool spawned_ = false;
  bool reaped_ = false;       // the process is gone, whoever said so
  bool killed_ = false;
  bool channelEnded_ = false;
  bool writing_ = false;
  struct Outgoing {
    std::string frame;
    std::size_t sent;  // bytes of it
    std::function<void()> whenSent;
  };
  std::deque<Outgoing> outbox_;
  std::uint32_t execution_ = 0;  // number of the program, from 1
  bool session_ = false;         // this program may be followed by another
  bool putsBack_ = false;        // each program may, and finds the memory as it was before the first
  std::uint32_t valueDepth_ = 0;  // of its value
  bool stream_ = false;
  bool stopping_ = false;        // its reader wants no more
  Clock::time_point interruptedAt_{};  // zero: it was not
  std::uint32_t credit_ = 0;
  std::uint32_t calls_ = 0;          // of files and functions
  std::uint32_t functionCalls_ = 0;  // of functions
  // Waiting: for a time. Answered: the answer is on its way.
  enum class CallState { None, Asked, Waiting, Answered } call_ = CallState::None;
  const ipc::RunOrder* order_ = nullptr;  // while it is Running
  RunObserver* observer_ = nullptr;
  Clock::time_point pausedAt_{};  // since when the program waits for its reader; zero: it does not
  bool checking_ = false;  // a large text of it is being looked through
  std::uint64_t consoleBytes_ = 0;
  std::uint64_t oomKillsBefore_ = 0;
  bool peakMeasured_ = false;
  ipc::StartTimes startTimes_;
  Microseconds cpuBefore_{};
  Microseconds cpuCharged_{};  // of the last program
  Clock::time_point startedAt_{};     // before the program's first byte was sent
  Clock::time_point handedOverAt_{};  // after its last
  Clock::time_point endedAt_{};
  Clock::time_point idleSince_{};
};

}  // namespace isobox::supervisor

#endif

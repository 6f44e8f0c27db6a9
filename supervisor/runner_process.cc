// One runner as the supervisor sees it. Supervisor, on the event loop.
#include "supervisor/runner_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "ipc/base/lap_clock.h"
#include "ipc/json_validator.h"
#include "ipc/offered_functions.h"
#include "supervisor/logging.h"
#include "supervisor/process_facts.h"
#include "supervisor/side_thread.h"

namespace isobox::supervisor {
namespace {

// How long a process may take to be reaped after its channel closed or it was killed. Generous: it decides nothing
// but how long we look for the reason.
constexpr std::chrono::seconds kExitPatience{10};

// How long frames that lay in the channel at a deadline may take to be read.
constexpr std::chrono::milliseconds kLateLook{50};
// A second time when a large value was among them.
constexpr int kLateLooks = 2;

// A process that yields the CPU to others yields it when it is to die, too; it need not for longer than this.
constexpr std::chrono::seconds kDiesByItself{1};

// How long a stream waits for a reader that takes nothing.
constexpr std::chrono::seconds kReaderPatience{60};

// Frames that wait for the runner to read. An honest one has at most its credit, in as many frames as items, and an answer.
constexpr std::size_t kMostUnread = 8192;

// What the program catches when the policy allows no more.
constexpr std::string_view kCallsRefused =
    R"({"error":{"name":"RangeError","message":"the policy allows no calls of the host's functions"}})";
constexpr std::string_view kCallsUsedUp = R"({"error":{"name":"RangeError","message":"too many calls of the host's functions"}})";

Microseconds sinceMicros(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration_cast<Microseconds>(to - from);
}

ipc::ScriptError toScriptError(const ipc::Done& done) {
  return {.name = std::string(done.name), .message = std::string(done.message), .stack = std::string(done.stack),
          .file = std::string(done.file), .line = done.line, .column = done.column};
}

}  // namespace

RunnerProcess::RunnerProcess(asio::any_io_executor executor, std::uint64_t id, std::shared_ptr<ZygoteHost> zygote,
                             Slot& slot)
    : executor_(executor), wakes_(WakeQueue::of(executor)), id_(id), zygote_(std::move(zygote)), slot_(slot), channel_(executor), changed_(executor),
      alarm_(executor, changed_), exitSeen_(executor) {}

// --- from the order to the seal -------------------------------------------------------------------------------------

Task<Result<>> RunnerProcess::start(ipc::SpawnWish wish) {
  const auto self = shared_from_this();
  LapClock<ipc::StartTimes> laps;
  const auto deadline = laps.begin() + kStartTimeout;
  if (auto ordered = order(wish); !ordered) {
    reaped_ = true;  // there never was a process
    co_return ordered.error();
  }
  while (!spawned_ && !failure_ && Clock::now() < deadline) co_await changed_.waitUntil(deadline);
  if (failure_) co_return *failure_;
  if (!spawned_) co_return Error{"spawn a runner", ETIMEDOUT, {}};
  laps.ended(&ipc::StartTimes::spawn);
  const auto admitted = admit();
  laps.ended(&ipc::StartTimes::admit);
  asio::co_spawn(executor_, readFrames(), LogEscaped{"runner channel"});
  auto ready = co_await awaitReady(deadline);
  // One that could not be moved had ended by then. Its own word comes first, or the call that it was ended for.
  if (!ready && (failure_ || denied_)) co_return ready.error();
  if (!admitted) co_return admitted.error();
  if (!ready) co_return ready.error();
  laps.ended(&ipc::StartTimes::seal);
  if (auto proven = prove(); !proven) co_return proven.error();
  laps.ended(&ipc::StartTimes::prove);
  startTimes_ = laps.times();
  idleSince_ = Clock::now();
  co_return Result<>();
}

Result<> RunnerProcess::order(ipc::SpawnWish wish) {
  ISOBOX_TRY(auto ends, makeSocketPair(SOCK_STREAM));
  channel_.assign(asio::local::stream_protocol(), ends.first.release());
  return zygote_->order({id_, slot_.insideId, slot_.insideId, wish}, std::move(ends.second), weak_from_this());
}

void RunnerProcess::onSpawned(UniqueFd pidfd) {
  process_ = std::make_unique<ChildProcess>(executor_, std::move(pidfd));
  spawned_ = true;
  // Nobody waits for it any more.
  if (killed_) process_->kill();
  changed_.notify();
}

void RunnerProcess::onSpawnFailed(const Error& error) {
  failure_ = error;
  reaped_ = true;
  changed_.notify();
  exitSeen_.notify();
}

/// It does not wait for that: what it has touched by then, its share of what all runners begin with, stays charged to the zygote's group. No program
/// is handed over before.
Result<> RunnerProcess::admit() {
  state_ = RunnerState::Locking;
  ISOBOX_TRY(pid_, process_->pid());
  zygote_->identify(id_, pid_);
  if (slot_.cgroup) ISOBOX_CHECK(slot_.cgroup->admit(pid_));
  return {};
}

std::string_view RunnerProcess::onReady(std::string&) {
  state_ = RunnerState::Idle;
  changed_.notify();
  return {};
}

std::string_view RunnerProcess::onFailed(std::string& payload) {
  const auto failed = ipc::parseFailed(payload);
  if (!failed) return "a malformed Failed frame";
  failure_ = Error{std::string(failed->step), failed->code, std::string(failed->detail)};
  return "it could not be sealed";
}

Task<Result<>> RunnerProcess::awaitReady(Clock::time_point deadline) {
  while (state_ == RunnerState::Locking && !failure_ && !channelEnded_ && Clock::now() < deadline) co_await changed_.waitUntil(deadline);
  if (failure_) co_return *failure_;
  if (state_ == RunnerState::Idle) co_return Result<>();
  zygote_->lookForDenied();
  if (denied_) co_return Error{"seal a runner", 0, "its own set-up called " + denied_->name};
  co_return Error{"seal a runner", channelEnded_ ? EPIPE : ETIMEDOUT, record_.evidence.protocolFault.value_or("")};
}

Result<> RunnerProcess::prove() {
  ISOBOX_CHECK(proveLockedUp(pid_, slot_.hostId));
  ISOBOX_CHECK(proveSealed(pid_, zygote_->setupPage()));
  ISOBOX_CHECK(proveOneDescriptor(process_->pidfd(), pid_));
  if (slot_.cgroup) {
    peakMeasured_ = slot_.cgroup->keepsPeakOpen() && slot_.cgroup->resetPeak();
    oomKillsBefore_ = slot_.cgroup->oomKills();
  }
  return {};
}

bool RunnerProcess::waiting() const {
  if (state_ != RunnerState::Idle) return false;
  pollfd signs[] = {{process_->pidfd(), POLLIN, 0}, {const_cast<StreamSocket&>(channel_).native_handle(), POLLIN, 0}};
  return ::poll(signs, 2, 0) == 0;
}

// --- one program ----------------------------------------------------------------------------------------------------

Task<RunRecord> RunnerProcess::run(const ipc::RunOrder& order, const policy::Limits& limits, RunObserver* observer, FirstTurn first) {
  const auto self = shared_from_this();
  std::string frame;
  if (ipc::orderSize(order) > kBulk) frame = co_await encodeBulk(order);
  if (state_ != RunnerState::Idle) {
    // It has ended while something else was waited for.
    RunRecord nothing;
    nothing.evidence.limits = limits;
    nothing.evidence.violation = denied_;
    nothing.evidence.protocolFault = record_.evidence.protocolFault;
    nothing.evidence.cancelled = !nothing.evidence.violation && !nothing.evidence.protocolFault;
    co_return nothing;
  }
  begin(order, limits, observer);
  if (slot_.yieldAfter == Microseconds(0)) first = FirstTurn::Beside;
  if (first == FirstTurn::Yielding) yieldCpu();
  if (frame.empty()) frame = ipc::encodeFrame(ipc::Frame::Run, execution_, ipc::encodeRunOrder(order));
  send(std::move(frame), [this, execution = execution_] {
    // One that is read when its program is long over gives no time to the next.
    if (execution != execution_) return;
    // What is given to the program counts from here. What is held against it counts from before: it may have started when
    // its last byte arrived, which was earlier than now.
    handedOverAt_ = Clock::now();
    record_.send = handedOverAt_ - startedAt_;
    changed_.notify();
  });
  if (observer_) observer_->onStart();
  co_await awaitEnd(limits, first);
  // A last look before the claim is believed: a call denied just now outweighs it.
  zygote_->lookForDenied();
  order_ = nullptr;
  observer_ = nullptr;
  record_.evidence.violation = denied_;
  measure();
  if (record_.evidence.violation) over();
  // After an honest end the answer leaves first: dying takes a processor that the client needs. See Executions::runOnce.
  if (state_ != RunnerState::Idle && (session_ || !record_.evidence.claim || record_.evidence.violation)) kill();
  // The honest end needs no more evidence. Any other is explained by how the process died.
  if (!record_.evidence.claim) {
    co_await awaitExit(kExitPatience);
    // Reaped before it was measured: the zygote knows.
    if (exit_) record_.evidence.cpu = cpuCharged_ = cpuSinceStart();
    if (slot_.cgroup) record_.evidence.oomKills = slot_.cgroup->oomKills() - oomKillsBefore_;
  }
  idleSince_ = Clock::now();
  co_return std::exchange(record_, RunRecord{});
}

/// Its next program's.
Task<std::string> RunnerProcess::encodeBulk(const ipc::RunOrder& order) {
  auto work = [&order, next = execution_ + 1] { return ipc::encodeFrame(ipc::Frame::Run, next, ipc::encodeRunOrder(order)); };
  co_return co_await BulkWork::run(executor_, std::move(work));
}

void RunnerProcess::keepFirstState() {
  putsBack_ = true;
  send(ipc::encodeFrame(ipc::Frame::Keep, 0, {}));
}

Task<bool> RunnerProcess::putBack(Clock::time_point deadline) {
  const auto self = shared_from_this();
  while (state_ == RunnerState::PuttingBack && Clock::now() < deadline) {
    alarm_.set(deadline);
    co_await changed_.wait();
  }
  co_return state_ == RunnerState::Idle;
}

void RunnerProcess::begin(const ipc::RunOrder& order, const policy::Limits& limits, RunObserver* observer) {
  limits_ = record_.evidence.limits = limits;
  session_ = order.session;
  stream_ = order.task == ipc::Task::Stream;
  // Around the values of a state are the object of its names and the one with those that were skipped.
  valueDepth_ = limits.valueDepth + (order.task == ipc::Task::GetState ? 2 : 0);
  credit_ = order.credit;
  order_ = &order;
  observer_ = observer;
  stopping_ = false;
  interruptedAt_ = {};
  call_ = CallState::None;
  calls_ = functionCalls_ = 0;
  consoleBytes_ = 0;
  pausedAt_ = {};
  // A kill for memory would have been the process's end: of those there is nothing new.
  if ((++execution_ > 1 || !peakMeasured_) && slot_.cgroup) peakMeasured_ = slot_.cgroup->resetPeak();
  state_ = RunnerState::Running;
  const auto cpuAtEnd = cpuBefore_ + cpuCharged_;
  cpuBefore_ = processCpuTime(pid_).value_or(Microseconds(0));
  if (execution_ > 1) record_.idleCpu = cpuBefore_ - cpuAtEnd;
  startedAt_ = handedOverAt_ = Clock::now();
}

/// When the time of the program is up, or the patience with its reader (while it waits for that, its own time stands
/// still), or the time to yield to an interruption.
Clock::time_point RunnerProcess::wallEnd(const policy::Limits& limits) const {
  if (interrupting()) return interruptedAt_ + policy::kGrace;
  if (checking_) return Clock::time_point::max();
  return pausedAt_ != Clock::time_point{} ? pausedAt_ + kReaderPatience : handedOverAt_ + limits.wall + policy::kGrace;
}

/// When the time of the program is up: the engine has a grace time then, and who is to live on needs a processor to use it.
Clock::time_point RunnerProcess::wallUp(const policy::Limits& limits) const {
  if (interrupting()) return interruptedAt_;
  return pausedAt_ != Clock::time_point{} ? Clock::time_point::max() : handedOverAt_ + limits.wall;
}

/// Long programs give way to short ones.
void RunnerProcess::takeTurns(CpuTurn& turn, const policy::Limits& limits) {
  const auto now = Clock::now();
  if (now >= wallUp(limits)) {
    turn.stop();
    if (session_ || putsBack_) returnCpu();
  }
  if (now < turn.due()) return;
  const auto used = cpuSinceStart();
  if (observer_) observer_->onCpu(used);
  const auto step = turn.look(now, used);
  if (step == CpuTurn::Step::Yield) yieldCpu();
  if (step == CpuTurn::Step::Return) returnCpu();
}

/// What cannot be lowered runs on beside the others: that is unkind to them, and no danger.
void RunnerProcess::yieldCpu() {
  if (!slot_.cgroup) return;
  if (const auto done = slot_.cgroup->yieldCpu(); !done) log::warn("runner {}: {}", pid_, done.error().describe());
}

void RunnerProcess::returnCpu() {
  if (!slot_.cgroup) return;
  if (const auto done = slot_.cgroup->returnCpu(); !done) log::error("runner {}: {}", pid_, done.error().describe());
}

/// Waits for the first thing that ends a run: a frame, the kernel's word, a deadline, the caller.
Task<> RunnerProcess::awaitEnd(const policy::Limits& limits, FirstTurn first) {
  Evidence& evidence = record_.evidence;
  auto cpuCheck = startedAt_ + limits.cpu + policy::kGrace;
  CpuTurn turn(startedAt_, slot_.cgroup ? slot_.yieldAfter : Microseconds(0), first == FirstTurn::Yielding);
  int lateLooks = 0;
  while (state_ == RunnerState::Running) {
    const auto end = std::min(wallEnd(limits), cpuCheck);
    const auto turns = turn.stopped() ? turn.due() : std::min(turn.due(), wallUp(limits));
    alarm_.set(std::min(end, turns));
    co_await changed_.wait();
    if (state_ != RunnerState::Running) break;
    takeTurns(turn, limits);
    const auto now = Clock::now();
    // We may be late ourselves: what the runner had said in time is heard first.
    if (now >= std::min(wallEnd(limits), cpuCheck) && lateLooks < kLateLooks && hasInput()) {
      ++lateLooks;
      alarm_.set(now + kLateLook);
      co_await changed_.wait();
      continue;
    }
    if (now >= wallEnd(limits)) {
      if (!interrupting()) (pausedAt_ != Clock::time_point{} ? evidence.readerLost : evidence.wallKilled) = true;
      over();
    } else if (now >= cpuCheck) {
      // One thread cannot use more CPU than time passes, so the next look can wait for what is left.
      const auto left = limits.cpu + policy::kGrace - cpuSinceStart();
      if (left <= Microseconds(0)) {
        evidence.cpuKilled = true;
        over();
      }
      cpuCheck = now + std::max<Clock::duration>(left, Milliseconds(1));
    }
  }
  alarm_.off();
}

bool RunnerProcess::hasInput() const {
  if (!input_.empty()) return true;
  pollfd state{const_cast<StreamSocket&>(channel_).native_handle(), POLLIN, 0};
  return ::poll(&state, 1, 0) == 1;
}

void RunnerProcess::cancel() {
  if (!session_) return cancelAtOnce();
  if (state_ != RunnerState::Running || interrupting()) return;
  record_.evidence.cancelled = true;
  resumeClock();
  interruptedAt_ = Clock::now();
  // It waits for no answer any more.
  if (call_ == CallState::Asked || call_ == CallState::Waiting) call_ = CallState::None;
  send(ipc::encodeFrame(ipc::Frame::Interrupt, execution_, {}));
  changed_.notify();
}

void RunnerProcess::cancelAtOnce() {
  if (state_ != RunnerState::Running) return;
  record_.evidence.cancelled = true;
  over();
}

std::string_view RunnerProcess::onConsole(std::string& payload) {
  const auto line = ipc::parseConsoleLine(payload);
  if (!line || !ipc::isUtf8(line->text)) return "a malformed Console frame";
  consoleBytes_ += line->text.size() + ipc::kConsoleCallCost;
  if (consoleBytes_ > limits_.console.count) {
    record_.evidence.outputExceeded = true;
    over();
    return {};
  }
  const bool told = observer_ && observer_->onConsole(line->level, line->text);
  if (!told) record_.console.push_back({line->level, std::string(line->text)});
  return {};
}

std::optional<JsonPart> RunnerProcess::jsonOfValue(std::string_view payload) const {
  const auto value = ipc::parseValue(payload);
  return value ? std::optional<JsonPart>({value->json, valueDepth_}) : std::nullopt;
}

/// Questions and waits have none.
std::optional<JsonPart> RunnerProcess::jsonOfCall(std::string_view payload) const {
  const auto call = ipc::parseCall(payload);
  const bool has = call && call->kind == ipc::CallKind::Function;
  return has ? std::optional<JsonPart>({call->arguments, limits_.valueDepth + 1}) : std::nullopt;
}

/// More than allowed, which ends the run.
bool RunnerProcess::isTooLarge(std::string_view json) {
  if (json.size() <= limits_.value.count) return false;
  record_.evidence.outputExceeded = true;
  over();
  return true;
}

std::string_view RunnerProcess::onValue(std::string& payload) {
  if (record_.evidence.valueArrived) return "a second value";
  const auto value = ipc::parseValue(payload);
  if (!value) return "a malformed value";
  if (isTooLarge(value->json)) return {};
  record_.type = value->type;
  record_.evidence.valueArrived = true;
  payload.pop_back();
  record_.valueJson = std::move(payload);
  return {};
}

std::string_view RunnerProcess::onItem(std::string& payload) {
  if (!stream_ || credit_ == 0) return "an item that nobody asked for";
  const auto value = ipc::parseValue(payload);
  if (!value) return "a malformed value";
  if (isTooLarge(value->json)) return {};
  --credit_;
  if (credit_ == 0 && !stopping_ && !interrupting()) pauseClock();
  payload.pop_back();
  // What was on its way when the reader had enough is dropped.
  if (observer_ && !stopping_ && !interrupting()) observer_->onItem(value->type, std::move(payload));
  return {};
}

std::string_view RunnerProcess::onCall(std::string& payload) {
  const auto call = ipc::parseCall(payload);
  if (!call || call->name.size() > ipc::kMaxCallName || !ipc::isUtf8(call->name)) return "a malformed call";
  // Whoever does not read an answer must not ask for more: it would be kept here.
  if (call_ != CallState::None) return "a call within a call";
  // It was on its way when the interruption was, and is not waited for.
  if (interrupting()) return {};
  if (call->kind == ipc::CallKind::Wait) return onWait(*call);
  // An honest runner keeps to the limit for functions and for files each.
  if (++calls_ > 2 * ipc::kMaxCalls) return "more calls than allowed";
  if (call->kind == ipc::CallKind::ModuleFile) {
    const auto text = observer_ ? observer_->onModuleFile(call->name) : std::nullopt;
    sendAnswer({text.has_value(), text ? std::string_view(*text) : std::string_view()});
    return {};
  }
  if (!ipc::offersFunction(*order_, call->name)) return "a call of a function that nobody offered";
  if (call->arguments.size() > limits_.value.count) return "arguments larger than allowed";
  if (!call->arguments.starts_with('[')) return "arguments that are no array";
  if (functionCalls_ == limits_.calls) {
    sendAnswer({true, limits_.calls == 0 ? kCallsRefused : kCallsUsedUp});
    return {};
  }
  ++functionCalls_;
  call_ = CallState::Asked;
  if (observer_) observer_->onCall(call->name, call->arguments);
  return {};
}

/// Waits need no limit of their number: each takes its time, and that is the program's.
std::string_view RunnerProcess::onWait(const ipc::Call& call) {
  const auto time = ipc::parseWait(call.arguments);
  if (!time || !call.name.empty()) return "a malformed wait";
  call_ = CallState::Waiting;
  asio::co_spawn(executor_, wakeUp(Clock::now() + std::max(*time, ipc::kShortestWait)), LogEscaped{"runner's timer"});
  return {};
}

/// The program sleeps in its read of the answer. Its end, however it comes, ends this too.
Task<> RunnerProcess::wakeUp(Clock::time_point when) {
  const auto self = shared_from_this();
  const auto execution = execution_;
  const auto asleep = [&] { return state_ == RunnerState::Running && execution_ == execution && call_ == CallState::Waiting; };
  while (asleep() && Clock::now() < when) co_await changed_.waitUntil(when);
  if (!asleep()) co_return;
  const ipc::CallAnswer awake;
  sendAnswer(awake);
}

std::string_view RunnerProcess::onDenied(std::string& payload) {
  const auto module = ipc::parseDenied(payload);
  if (!module || !ipc::isUtf8(*module)) return "a malformed notice";
  if (record_.denied.size() >= ipc::kMaxDenied) return "more notices than allowed";
  record_.denied.emplace_back(*module);
  return {};
}

void RunnerProcess::grant(std::uint32_t items) {
  if (state_ != RunnerState::Running || !stream_ || stopping_ || interrupting() || items == 0) return;
  credit_ += items;
  resumeClock();
  send(ipc::encodeFrame(ipc::Frame::Credit, execution_, ipc::encodeCredit(items)));
}

void RunnerProcess::stopStream() {
  if (state_ != RunnerState::Running || !stream_ || stopping_ || interrupting()) return;
  stopping_ = true;
  resumeClock();
  send(ipc::encodeFrame(ipc::Frame::Stop, execution_, {}));
}

void RunnerProcess::pauseClock() {
  if (pausedAt_ != Clock::time_point{}) return;
  pausedAt_ = Clock::now();
  changed_.notify();
}

/// The time in which the program waited for its reader is not its own.
void RunnerProcess::resumeClock() {
  if (pausedAt_ == Clock::time_point{}) return;
  handedOverAt_ += Clock::now() - pausedAt_;
  pausedAt_ = {};
  changed_.notify();
}

bool RunnerProcess::answer(std::string_view text) {
  if (state_ != RunnerState::Running || call_ != CallState::Asked) return false;
  sendAnswer({true, text});
  return true;
}

/// The call is open until the answer has left us.
void RunnerProcess::sendAnswer(const ipc::CallAnswer& answer) {
  call_ = CallState::Answered;
  send(ipc::encodeFrame(ipc::Frame::Answer, execution_, ipc::encodeCallAnswer(answer)), [this] { call_ = CallState::None; });
}

std::string_view RunnerProcess::onDone(std::string& payload) {
  const auto done = ipc::parseDone(payload);
  if (!done) return "a malformed Done frame";
  if (call_ != CallState::None) return "its end within a call";
  for (const auto text : {done->name, done->message, done->stack, done->file})
    if (!ipc::isUtf8(text)) return "an error text that is not UTF-8";
  if (done->times && !order_->trace) return "times that nobody asked for";
  if (done->times && done->times->sum() > Clock::now() - startedAt_) return "times longer than it has run";
  record_.claimedTimes = done->times;
  record_.evidence.claim = done->claim;
  record_.evidence.steps = done->steps;
  if (!done->name.empty() || !done->message.empty()) record_.error = toScriptError(*done);
  finish();
  return {};
}

std::string_view RunnerProcess::onAgain(std::string&) {
  state_ = RunnerState::Idle;
  idleSince_ = Clock::now();
  changed_.notify();
  return {};
}

/// The program has said that it ended; another may follow in a session, or when the memory is put back.
void RunnerProcess::finish() {
  if (!session_ && !putsBack_) return over();
  state_ = putsBack_ ? RunnerState::PuttingBack : RunnerState::Idle;
  endedAt_ = Clock::now();
  returnCpu();
  changed_.notify();
}

void RunnerProcess::measure() {
  Evidence& evidence = record_.evidence;
  evidence.elapsed = sinceMicros(startedAt_, endedAt_);
  // It may have ended before we heard that our own write was through.
  record_.run = std::max(endedAt_ - startedAt_ - record_.send, Nanoseconds(0));
  evidence.cpu = cpuCharged_ = cpuSinceStart();
  if (const auto peak = peakMeasured_ ? slot_.cgroup->peak() : std::nullopt) {
    record_.memory = *peak;
    record_.memorySource = ipc::MemorySource::Cgroup;
    return;
  }
  const auto resident = exit_ ? std::optional(Bytes{exit_->maxResidentBytes}) : peakResident(pid_);
  if (!resident) return;
  record_.memory = *resident;
  record_.memorySource = ipc::MemorySource::Rusage;
}

Microseconds RunnerProcess::cpuSinceStart() const {
  if (exit_) return Microseconds(exit_->userMicros + exit_->systemMicros) - cpuBefore_;
  return processCpuTime(pid_).value_or(cpuBefore_) - cpuBefore_;
}

Microseconds RunnerProcess::idleCpu() const {
  if (execution_ == 0) return Microseconds(0);
  return processCpuTime(pid_).value_or(cpuBefore_ + cpuCharged_) - cpuBefore_ - cpuCharged_;
}

// --- the channel ----------------------------------------------------------------------------------------------------

Task<> RunnerProcess::readFrames() {
  const auto self = shared_from_this();
  bool more = true;
  while (more && state_ != RunnerState::Over) {
    co_await awaitReader();
    more = co_await readFrame();
  }
  if (state_ == RunnerState::Over) co_return;
  const bool wasIdle = state_ == RunnerState::Idle;
  channelEnded_ = true;
  changed_.notify();
  // A channel closes when its process ends. Why it ended, the zygote will say.
  if (state_ == RunnerState::Running) {
    co_await awaitExit(kExitPatience);
    if (exit_ && !killed_) record_.evidence.exit = exit_;
  }
  over();
  if (wasIdle && idleDeath_) idleDeath_();
}

/// One frame through the gate. False when the channel is at its end or the runner is out of order.
Task<bool> RunnerProcess::readFrame() {
  const bool begun = co_await readUpTo(ipc::FrameHeader::kSize);
  if (!begun) co_return false;
  const auto header = ipc::parseHeader(std::string_view(input_).substr(0, ipc::FrameHeader::kSize));
  input_.erase(0, ipc::FrameHeader::kSize);
  const GateRow* row = header ? findGateRow(header->type, state_) : nullptr;
  if (state_ == RunnerState::Over) co_return false;
  if (!row || header->execution != (state_ == RunnerState::Running ? execution_ : 0)) {
    fault("a frame that it may not send now");
    co_return false;
  }
  if (header->length > row->maxPayload(limits_)) {
    fault("a frame larger than allowed");
    co_return false;
  }
  std::string payload;
  const bool whole = co_await readPayload(payload, header->length);
  if (!whole || state_ == RunnerState::Over) co_return false;
  if (const auto part = row->json ? (this->*row->json)(payload) : std::nullopt) {
    bool json = part->text.size() <= kBulk && ipc::validateJson(part->text, part->depth) == ipc::JsonFault::None;
    if (part->text.size() > kBulk) json = co_await isJson(*part);
    if (state_ == RunnerState::Over) co_return false;
    if (!json) {
      fault("a text that is not JSON");
      co_return false;
    }
  }
  WakeQueue::Gathering gathering(wakes_);
  if (const auto wrong = (this->*row->handler)(payload); !wrong.empty()) {
    fault(std::string(wrong));
    co_return false;
  }
  // Before we look for more, which there hardly is: an answer leaves, the next program comes. Whatever has been read already is
  // heard first, as it was said before.
  if (input_.empty()) gathering.run();
  co_return true;
}

/// So many bytes at least in input_, and what lies behind them already: a short value and its Done come in one read.
Task<bool> RunnerProcess::readUpTo(std::size_t size) {
  boost::system::error_code error;
  while (input_.size() < size) {
    std::string block(blockSize_, '\0');
    const std::size_t length = co_await channel_.async_read_some(asio::buffer(block), quietly(error));
    if (error) co_return false;
    input_.append(block, 0, length);
    // Who fills a block has more to say.
    blockSize_ = length == blockSize_ ? std::min(2 * blockSize_, kLargestBlock) : std::max(blockSize_ / 2, kSmallestBlock);
  }
  co_return true;
}

/// The rest of a long one goes straight to its place, which is made as it comes.
Task<bool> RunnerProcess::readPayload(std::string& payload, std::size_t length) {
  payload.reserve(length);
  payload.assign(input_, 0, length);
  input_.erase(0, payload.size());
  if (input_.empty()) input_ = std::string();
  boost::system::error_code error;
  while (payload.size() < length && !error) {
    const auto there = payload.size();
    payload.resize(std::min(length, there + kBulk));
    co_await asio::async_read(channel_, asio::buffer(payload.data() + there, payload.size() - there), quietly(error));
  }
  co_return !error;
}

/// The program's clock stands still meanwhile: it has said this in time.
Task<bool> RunnerProcess::isJson(JsonPart part) {
  const bool pauses = pausedAt_ == Clock::time_point{};
  if (pauses) pauseClock();
  checking_ = true;
  auto work = [part] { return ipc::validateJson(part.text, part.depth) == ipc::JsonFault::None; };
  const bool json = co_await BulkWork::run(executor_, std::move(work));
  checking_ = false;
  if (pauses) resumeClock();
  co_return json;
}

/// What a program says while its reader is behind waits in the channel: credit counts items, not their size. The program's
/// clock stands still, for as long as a reader is waited for.
Task<> RunnerProcess::awaitReader() {
  if (!observer_ || interrupting() || !observer_->behind()) co_return;
  pauseClock();
  while (state_ == RunnerState::Running && !interrupting() && observer_->behind()) co_await changed_.wait();
  if (credit_ > 0 && !interrupting()) resumeClock();
}

void RunnerProcess::send(std::string bytes, std::function<void()> sent) {
  if (outbox_.size() >= kMostUnread) return fault("more than it read of what it asked for");
  // Mostly there is room, and nobody need be woken.
  std::size_t already = 0;
  if (!writing_) {
    const ssize_t written = ::send(channel_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (written == static_cast<ssize_t>(bytes.size())) {
      if (sent) sent();
      return;
    }
    already = static_cast<std::size_t>(std::max<ssize_t>(written, 0));
  }
  outbox_.push_back({std::move(bytes), already, std::move(sent)});
  if (std::exchange(writing_, true)) return;
  asio::co_spawn(
      executor_, [self = shared_from_this()]() -> Task<> { co_await self->writeFrames(); }, LogEscaped{"runner's orders"});
}

/// One at a time, in order. A runner that is gone is noticed by its reader.
Task<> RunnerProcess::writeFrames() {
  boost::system::error_code error;
  while (!outbox_.empty() && !error) {
    const auto next = std::move(outbox_.front());
    outbox_.pop_front();
    co_await asio::async_write(channel_, asio::buffer(next.frame) + next.sent, quietly(error));
    if (next.whenSent && !error) next.whenSent();
  }
  outbox_.clear();
  writing_ = false;
}

void RunnerProcess::onDenied(const ipc::SyscallReport& call) {
  const bool wasIdle = state_ == RunnerState::Idle;
  log::warn("runner {}: denied {} ({})", pid_, call.name.empty() ? std::to_string(call.number) : call.name, call.abi);
  denied_ = call;
  over();
  kill();
  // Of a program's run that has not returned it is said there.
  if (wasIdle && !order_ && idleDeath_) idleDeath_();
}

// --- the end --------------------------------------------------------------------------------------------------------

void RunnerProcess::over() {
  if (state_ == RunnerState::Over) return;
  state_ = RunnerState::Over;
  endedAt_ = Clock::now();
  changed_.notify();
}

void RunnerProcess::fault(std::string what) {
  const bool wasIdle = state_ == RunnerState::Idle;
  if (!record_.evidence.protocolFault) record_.evidence.protocolFault = "the runner sent " + what;
  over();
  if (wasIdle && idleDeath_) idleDeath_();
}

void RunnerProcess::kill() {
  killed_ = true;
  if (process_) process_->kill();
}

void RunnerProcess::onExited(const ipc::Exited& exited) {
  exit_ = exited;
  reaped_ = true;
  exitSeen_.notify();
  changed_.notify();
}

void RunnerProcess::onZygoteGone() {
  record_.evidence.zygoteGone = true;
  if (!spawned_) failure_ = Error{"spawn a runner", EPIPE, "the zygote died"};
  reaped_ = true;
  exitSeen_.notify();
  changed_.notify();
}

Task<> RunnerProcess::awaitExit(std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  auto helped = yieldsCpu() ? Clock::now() + kDiesByItself : Clock::time_point::max();
  while (!reaped_ && Clock::now() < deadline) {
    co_await exitSeen_.waitUntil(std::min<Clock::time_point>(helped, deadline));
    if (reaped_ || Clock::now() < helped) continue;
    // Once, whether it could be done or not.
    helped = Clock::time_point::max();
    returnCpu();
  }
}

Task<bool> RunnerProcess::gone() {
  const auto self = shared_from_this();
  over();
  kill();
  co_await awaitExit(kExitPatience);
  boost::system::error_code ignored;
  channel_.close(ignored);
  co_return reaped_;
}

}  // namespace isobox::supervisor

// When a program gives way to others, and when it goes beside them again: by the CPU time that it has used. Pure. Supervisor.
#ifndef ISOBOX_SUPERVISOR_CPU_TURN_H
#define ISOBOX_SUPERVISOR_CPU_TURN_H

#include "ipc/base/units.h"
#include "supervisor/asio.h"

namespace isobox::supervisor {

/// A program runs beside others until it has used what short ones need. Then it yields: whoever else wants a processor has it
/// first. So that it never starves, it goes beside the others again for kLeast of CPU time when it got less than that in kWindow.
class CpuTurn {
 public:
  static constexpr Milliseconds kWindow{100};
  static constexpr Microseconds kLeast{5'000};

  enum class Step { None, Yield, Return };

  /// `after` is the CPU time after which it yields; 0: it never does. `yields`: it does so from the beginning.
  CpuTurn(Clock::time_point now, Microseconds after, bool yields = false);

  /// When to look next; not before that anything can be due.
  Clock::time_point due() const { return due_; }
  /// It is at its end: nothing more is due.
  void stop() { due_ = Clock::time_point::max(); }
  bool stopped() const { return due_ == Clock::time_point::max(); }
  /// What is to be done now, by its CPU time since it began.
  Step look(Clock::time_point now, Microseconds used);

 private:
  Step whileBeside(Clock::time_point now, Microseconds used);
  Step whileYielding(Clock::time_point now, Microseconds used);

  bool yielding_ = false;
  Microseconds until_;      // the CPU time after which it yields
  Microseconds lastUsed_{};
  Milliseconds pause_{1};   // of one that waits for something and uses nothing
  Clock::time_point due_;
};

}  // namespace isobox::supervisor

#endif

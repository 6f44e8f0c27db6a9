// Zygotes that have loaded packages: programs that come with the same whitelist again find their packages there. Supervisor,
// on the event loop. A saving of time and nothing else: a program that finds none of these runners gets one of the pool's.
#ifndef ISOBOX_SUPERVISOR_TEMPLATES_H
#define ISOBOX_SUPERVISOR_TEMPLATES_H

#include <list>
#include <memory>
#include <string>
#include <vector>

#include "supervisor/async_event.h"
#include "supervisor/launch_plan.h"
#include "supervisor/runner_process.h"
#include "supervisor/zygote_host.h"

namespace isobox::supervisor {

class Pool;

class Templates {
 public:
  /// `pool` and `plan` outlive this.
  Templates(asio::any_io_executor executor, const LaunchPlan& plan, Pool& pool) : executor_(executor), plan_(plan), pool_(pool), changed_(executor) {}

  void setMost(std::uint32_t most) { most_ = most; }

  /// A sealed runner that has the packages of this whitelist, or null. `files` reads them, for a zygote that is made because
  /// somebody asks for them again.
  std::shared_ptr<RunnerProcess> take(const std::vector<std::string>& whitelist, ZygoteHost::FileReader files);

  /// A place has become free: whoever was used last gets its next runner.
  void topUp();

  /// A place for a runner is wanted by somebody who waits. True when one is given up.
  bool giveUpOne();

  /// The packages may be others now.
  void forgetAll();
  /// Forgets all and waits until they are gone.
  Task<> shutDown();

 private:
  struct Template {
    std::vector<std::string> whitelist;
    std::shared_ptr<ZygoteHost> zygote;  // null while it is launched
    std::shared_ptr<RunnerProcess> warm;
    Clock::time_point made{}, used{};
    bool starting = false;  // a runner
    bool gone = false;
  };
  struct Asked {
    std::vector<std::string> whitelist;
    Clock::time_point at{};
  };

  void consider(const std::vector<std::string>& whitelist, ZygoteHost::FileReader files);
  bool makeRoom();
  Task<> launch(std::shared_ptr<Template> made, ZygoteHost::FileReader files);
  Task<> refill(std::shared_ptr<Template> which);
  void forget(std::shared_ptr<Template> which);

  asio::any_io_executor executor_;
  const LaunchPlan& plan_;
  Pool& pool_;
  std::uint32_t most_ = 0;
  std::list<std::shared_ptr<Template>> templates_;
  std::list<Asked> asked_;  // the latest first
  AsyncEvent changed_;
  std::uint32_t tasks_ = 0;
  bool closing_ = false;
};

}  // namespace isobox::supervisor

#endif

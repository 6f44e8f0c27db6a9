// Zygotes that have loaded packages. Supervisor, on the event loop.
#include "supervisor/templates.h"

#include <algorithm>

#include "policy/module_rules.h"
#include "supervisor/logging.h"
#include "supervisor/pool.h"

namespace isobox::supervisor {
namespace {

// A list is asked for again when it comes twice within this time; so many are remembered.
constexpr std::chrono::minutes kAgain{10};
constexpr std::size_t kMostAsked = 64;
// What was loaded is loaded anew after this: files change. It also lets go of addresses that would live for ever.
constexpr std::chrono::minutes kTemplateFresh{5};
// One that nobody has used for so long makes room for another.
constexpr std::chrono::minutes kUnused{1};

/// What the patterns name: "lodash", "lodash/fp"; those for many packages name none.
std::vector<std::string> namesIn(const std::vector<std::string>& whitelist) {
  std::vector<std::string> names;
  const auto rules = policy::ModuleRules::parse(whitelist);
  if (!rules) return names;
  for (const auto& pattern : rules->patterns())
    if (!pattern.everyName && !pattern.name.empty() && !pattern.name.ends_with('/')) names.push_back(pattern.name + pattern.subpath);
  return names;
}

}  // namespace

std::shared_ptr<RunnerProcess> Templates::take(const std::vector<std::string>& whitelist, ZygoteHost::FileReader files) {
  if (most_ == 0 || closing_) return nullptr;
  const auto now = Clock::now();
  const auto found = std::find_if(templates_.begin(), templates_.end(), [&](const auto& each) { return each->whitelist == whitelist; });
  if (found == templates_.end()) return consider(whitelist, std::move(files)), nullptr;
  const auto which = *found;
  which->used = now;
  if (!which->zygote) return nullptr;
  if (!which->zygote->alive() || now > which->made + kTemplateFresh) {
    forget(which);
    consider(whitelist, std::move(files));
    return nullptr;
  }
  auto runner = std::exchange(which->warm, nullptr);
  asio::co_spawn(executor_, refill(which), LogEscaped{"loaded runner"});
  if (runner && !runner->usable()) pool_.retire(std::exchange(runner, nullptr));
  return runner;
}

void Templates::consider(const std::vector<std::string>& whitelist, ZygoteHost::FileReader files) {
  const auto now = Clock::now();
  const auto known = std::find_if(asked_.begin(), asked_.end(), [&](const Asked& each) { return each.whitelist == whitelist; });
  const bool again = known != asked_.end() && now < known->at + kAgain;
  if (known != asked_.end()) asked_.erase(known);
  asked_.push_front({whitelist, now});
  if (asked_.size() > kMostAsked) asked_.pop_back();
  if (!again || !makeRoom()) return;
  const auto made = std::make_shared<Template>();
  made->whitelist = whitelist;
  made->used = now;
  templates_.push_back(made);
  asio::co_spawn(executor_, launch(made, std::move(files)), LogEscaped{"loading zygote"});
}

bool Templates::makeRoom() {
  if (templates_.size() < most_) return true;
  const auto oldest = *std::min_element(templates_.begin(), templates_.end(), [](const auto& a, const auto& b) { return a->used < b->used; });
  if (Clock::now() < oldest->used + kUnused) return false;
  forget(oldest);
  return templates_.size() < most_;
}

Task<> Templates::launch(std::shared_ptr<Template> made, ZygoteHost::FileReader files) {
  ++tasks_;
  auto names = namesIn(made->whitelist);
  auto order = names.empty() ? Result<UniqueFd>(UniqueFd()) : makeLoadingOrder(plan_, std::move(names), made->whitelist);
  // A list that names nothing stays in the table, so that nobody considers it again and again.
  if (order && order->valid()) {
    auto launched = co_await ZygoteHost::launch(executor_, plan_, pool_.zygoteGroup(), std::move(*order), std::move(files));
    if (!launched) {
      log::warn("packages could not be loaded ahead: {}", launched.error().describe());
      templates_.remove(made);
    } else if (made->gone || closing_) {
      co_await (*launched)->end();
    } else {
      made->zygote = *launched;
      made->made = Clock::now();
      log::info("zygote with packages launched: pid {}", made->zygote->pid());
      co_await refill(made);
    }
  } else if (!order) {
    log::warn("packages could not be loaded ahead: {}", order.error().describe());
  }
  --tasks_;
  changed_.notify();
}

Task<> Templates::refill(std::shared_ptr<Template> which) {
  if (which->gone || which->starting || which->warm || closing_) co_return;
  which->starting = true;
  ++tasks_;
  auto runner = co_await pool_.makeRunner(which->zygote);
  which->starting = false;
  if (runner && (which->gone || closing_)) pool_.retire(std::exchange(runner, nullptr));
  which->warm = std::move(runner);
  --tasks_;
  changed_.notify();
}

void Templates::topUp() {
  std::shared_ptr<Template> latest;
  for (const auto& each : templates_) {
    const bool wanted = each->zygote && !each->warm && !each->starting && Clock::now() < each->used + kUnused;
    if (wanted && (!latest || each->used > latest->used)) latest = each;
  }
  if (latest) asio::co_spawn(executor_, refill(latest), LogEscaped{"loaded runner"});
}

bool Templates::giveUpOne() {
  for (const auto& each : templates_) {
    if (!each->warm) continue;
    pool_.retire(std::exchange(each->warm, nullptr));
    return true;
  }
  return false;
}

/// Programs that run on its runners end first.
void Templates::forget(std::shared_ptr<Template> which) {
  which->gone = true;
  templates_.remove(which);
  if (which->warm) pool_.retire(std::exchange(which->warm, nullptr));
  if (which->zygote) pool_.endWhenUnused(std::exchange(which->zygote, nullptr));
}

void Templates::forgetAll() {
  const auto all = templates_;
  for (const auto& each : all) forget(each);
  asked_.clear();
}

Task<> Templates::shutDown() {
  closing_ = true;
  forgetAll();
  while (tasks_ > 0) co_await changed_.wait();
}

}  // namespace isobox::supervisor

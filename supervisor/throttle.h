// How often something is worth saying: a few times at once, then about once in a while, with the number of those that were
// not said. Pure. Supervisor.
#ifndef ISOBOX_SUPERVISOR_THROTTLE_H
#define ISOBOX_SUPERVISOR_THROTTLE_H

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace isobox::supervisor {

class Throttle {
 public:
  using Time = std::chrono::steady_clock::time_point;
  Throttle(std::uint32_t burst, std::chrono::milliseconds pause) : burst_(burst), pause_(pause) {}

  /// Whether it is to be said now: the number of times it was not, since it last was. `key`: of whom it is said.
  std::optional<std::uint64_t> pass(const std::string& key, Time now) {
    if (keys_.size() >= kMostKeys && !keys_.contains(key)) makeRoom(now);
    auto& state = keys_.try_emplace(key, State{burst_, now, 0}).first->second;
    const auto earned = (now - state.since) / pause_;
    if (earned > 0) {
      state.left = static_cast<std::uint32_t>(std::min<std::int64_t>(burst_, state.left + earned));
      state.since = now;
    }
    if (state.left == 0) {
      ++state.unsaid;
      return std::nullopt;
    }
    --state.left;
    return std::exchange(state.unsaid, 0);
  }

 private:
  static constexpr std::size_t kMostKeys = 1000;
  struct State {
    std::uint32_t left;
    Time since;  // when `left` was last raised
    std::uint64_t unsaid;
  };

  /// Those who have been silent long enough to have their burst back are as good as new; if nobody is, all begin anew.
  void makeRoom(Time now) {
    std::erase_if(keys_, [&](const auto& each) { return now - each.second.since > pause_ * burst_; });
    if (keys_.size() >= kMostKeys) keys_.clear();
  }

  std::uint32_t burst_;
  std::chrono::milliseconds pause_;
  std::map<std::string, State> keys_;
};

}  // namespace isobox::supervisor

#endif

// The gate's table: what may come, when, how large. Everything else has no row.
#include "supervisor/gate.h"

#include <gtest/gtest.h>

#include <set>

namespace isobox::supervisor {
namespace {

using ipc::Frame;

const std::set<std::pair<Frame, RunnerState>> kAllowed{
    {Frame::Failed, RunnerState::Locking},  {Frame::Ready, RunnerState::Locking},   {Frame::Console, RunnerState::Running}, {Frame::Value, RunnerState::Running},
    {Frame::Done, RunnerState::Running},    {Frame::Item, RunnerState::Running},    {Frame::Call, RunnerState::Running},
    {Frame::Denied, RunnerState::Running},  {Frame::Again, RunnerState::PuttingBack},
};

TEST(Gate, HasRowsForWhatIsAllowedAndNothingElse) {
  for (unsigned frame = 0; frame <= 0xffff; ++frame)
    for (const auto state : {RunnerState::Spawning, RunnerState::Locking, RunnerState::Idle,
                             RunnerState::Running, RunnerState::PuttingBack, RunnerState::Over})
      ASSERT_EQ(findGateRow(static_cast<Frame>(frame), state) != nullptr, kAllowed.contains({static_cast<Frame>(frame), state}))
          << frame << " in " << static_cast<int>(state);
}

TEST(Gate, BoundsEveryPayloadByTheLimits) {
  policy::Limits limits;
  limits.console = Bytes{100};
  limits.value = Bytes{200};
  EXPECT_LT(findGateRow(Frame::Console, RunnerState::Running)->maxPayload(limits), 150u);
  EXPECT_LT(findGateRow(Frame::Value, RunnerState::Running)->maxPayload(limits), 250u);
  EXPECT_LT(findGateRow(Frame::Item, RunnerState::Running)->maxPayload(limits), 250u);
  EXPECT_LT(findGateRow(Frame::Call, RunnerState::Running)->maxPayload(limits), 250u + ipc::kMaxCallName);
  EXPECT_LT(findGateRow(Frame::Denied, RunnerState::Running)->maxPayload(limits), 300u);
  EXPECT_EQ(findGateRow(Frame::Again, RunnerState::PuttingBack)->maxPayload(limits), 0u);
  EXPECT_EQ(findGateRow(Frame::Ready, RunnerState::Locking)->maxPayload(limits), 0u);
  EXPECT_LT(findGateRow(Frame::Done, RunnerState::Running)->maxPayload(limits), 128u * 1024);
}

}  // namespace
}  // namespace isobox::supervisor

// Names and exit statuses of verdicts.
#include "ipc/verdict.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace isobox {
namespace {

TEST(Verdict, NamesAreDistinctAndReadBack) {
  std::set<std::string_view> names;
  for (int i = 0; i < kVerdictCount; ++i) {
    const auto verdict = static_cast<Verdict>(i);
    EXPECT_TRUE(names.insert(verdictName(verdict)).second);
    EXPECT_EQ(verdictFromName(verdictName(verdict)), verdict);
  }
  EXPECT_EQ(verdictName(Verdict::Ok), "ok");
  EXPECT_EQ(verdictName(Verdict::ProtocolViolation), "protocol_violation");
  EXPECT_EQ(verdictName(Verdict::InternalError), "internal_error");
}

TEST(Verdict, OtherNamesAreNone) {
  for (const char* name : {"", "OK", "ok ", "timeouts", "cpu-limit"})
    EXPECT_EQ(verdictFromName(name), std::nullopt);
  EXPECT_EQ(verdictFromName(std::string("ok\0", 3)), std::nullopt);
}

TEST(Verdict, ExitStatusesAreDistinctAndLeaveTwoToUsage) {
  std::set<int> statuses;
  for (int i = 0; i < kVerdictCount; ++i) {
    const int status = verdictExitStatus(static_cast<Verdict>(i));
    EXPECT_TRUE(statuses.insert(status).second);
    EXPECT_NE(status, 2);
    EXPECT_LT(status, 126) << "shells give meanings to the rest";
  }
  EXPECT_EQ(verdictExitStatus(Verdict::Ok), 0);
  EXPECT_EQ(verdictExitStatus(Verdict::Error), 1);
}

}  // namespace
}  // namespace isobox

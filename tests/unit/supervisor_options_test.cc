// The supervisor's command line and the small texts it reads from its surroundings.
#include <gtest/gtest.h>

#include "supervisor/launch_plan.h"
#include "supervisor/options.h"

namespace isobox::supervisor {
namespace {

Result<Options> parse(std::vector<std::string> words) {
  words.insert(words.begin(), "isobox-supervisor");
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return parseOptions(static_cast<int>(words.size()), argv.data());
}

TEST(SupervisorOptions, ReadsWhatIsGiven) {
  const auto options = parse({"--socket", "/x", "--mode=600", "--log-format", "json", "--allow-degraded"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->socket, "/x");
  EXPECT_EQ(options->mode, 0600u);
  EXPECT_EQ(options->logFormat, LogFormat::Json);
  EXPECT_TRUE(options->allowDegraded);
}

TEST(SupervisorOptions, SaysWhatIsWrong) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--nonsense"}, {"--socket"}, {"--mode", "9"}, {"--mode", "7777"}, {"--mode", ""}, {"--log-format", "xml"},
           {"--log-level", "loud"}, {"--private-fd", "-1"}, {"stray"}}) {
    const auto options = parse(words);
    ASSERT_FALSE(options) << words[0];
    EXPECT_NE(options.error().describe().find("--help"), std::string::npos);
  }
}

TEST(SubordinateIds, FindsOnesOwnRange) {
  const char* text = "root:1:0\nalice:100000:65536\n1001:300000:1000\nbad line\nbob:x:y\n";
  EXPECT_EQ(parseSubordinateIds(text, "alice", 1000).first, 100000u);
  EXPECT_EQ(parseSubordinateIds(text, "alice", 1000).count, 65536u);
  EXPECT_EQ(parseSubordinateIds(text, "carol", 1001).first, 300000u);
  EXPECT_EQ(parseSubordinateIds(text, "bob", 1002).count, 0u);
  EXPECT_EQ(parseSubordinateIds(text, "nobody", 7).count, 0u);
  EXPECT_EQ(parseSubordinateIds("", "alice", 1000).count, 0u);
}

}  // namespace
}  // namespace isobox::supervisor

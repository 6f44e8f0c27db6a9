// A durable session as a file's text, and the folder of such files. Pure but for a folder below /tmp.
#include "supervisor/session_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "supervisor/session_folder.h"

namespace isobox::supervisor {
namespace {

StoredSession example(std::string id = "work") {
  return {.tenant = "uid:1000",
          .id = std::move(id),
          .idleTimeout = Milliseconds(600'000),
          .wall = Milliseconds(30'000),
          .cpu = Milliseconds(20'000),
          .memory = 64_MiB,
          .programs = 7,
          .saved = std::chrono::sys_time<Milliseconds>(Milliseconds(1'700'000'000'123))};
}

TEST(SessionFile, ComesBackAsItWas) {
  for (const char* state : {"", "{\"state\":{\"a\":1},\"skipped\":[]}"}) {
    const auto text = encodeSessionFile(example(), state);
    EXPECT_EQ(parseSessionHead(text).value(), example());
    EXPECT_EQ(parseSessionState(text, "uid:1000", "work").value(), state);
  }
  const auto odd = example("a\n\"\\\u00e9\x01");
  EXPECT_EQ(parseSessionHead(encodeSessionFile(odd, "")).value(), odd);
}

TEST(SessionFile, TheLongestNamesFitIntoTheHead) {
  auto session = example(std::string(256, '\x01'));
  session.tenant = std::string(200, '\x01');
  const auto text = encodeSessionFile(session, "");
  EXPECT_LT(text.size(), kLongestHead);
  EXPECT_EQ(parseSessionHead(text.substr(0, kLongestHead)).value(), session);
}

TEST(SessionFile, WhateverIsChangedOrCutOffIsNoticed) {
  const auto text = encodeSessionFile(example(), "{\"state\":{\"secret\":42},\"skipped\":[]}");
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(parseSessionState(changed, "uid:1000", "work")) << "byte " << i;
    EXPECT_FALSE(parseSessionState(text.substr(0, i), "uid:1000", "work")) << "the first " << i;
  }
  EXPECT_FALSE(parseSessionState(text + "x", "uid:1000", "work"));
  EXPECT_FALSE(parseSessionState(text, "uid:1001", "work"));
  EXPECT_FALSE(parseSessionState(text, "uid:1000", "other"));
  EXPECT_TRUE(parseSessionState(text, "uid:1000", "work"));
}

TEST(SessionFile, HeadsThatAreNoSessionAreErrors) {
  for (const char* head : {"", "isobox session 2\n{}\n", "isobox session 1\n", "isobox session 1\n{}", "isobox session 1\n{}\n", "isobox session 1\n[1]\n",
                           "isobox session 1\n{\"tenant\":\"a\",\"session\":\"b\",\"idleTimeout\":-1,\"timeout\":1,\"cpu\":1,\"memory\":1,\"programs\":1,\"saved\":1}\n",
                           "isobox session 1\n{\"tenant\":1,\"session\":\"b\",\"idleTimeout\":1,\"timeout\":1,\"cpu\":1,\"memory\":1,\"programs\":1,\"saved\":1}\n"})
    EXPECT_FALSE(parseSessionHead(head)) << head;
}

TEST(SessionFile, TellsWhatWasLeftOut) {
  EXPECT_EQ(namesLeftOut("{\"skipped\":[],\"state\":{}}"), "[]");
  EXPECT_EQ(namesLeftOut("{\"skipped\":[\"f\",\"a\\\"]\\\\\"],\"state\":{}}"), "[\"f\",\"a\\\"]\\\\\"]");
  // A runner may write what it likes, as long as it is JSON.
  for (const char* other : {"5", "[]", "{}", "\"{\\\"skipped\\\":[\"", "{\"skipped\":5}", "{\"skipped\":[5]}", "{\"skipped\":[[\"x\"]]}", "{\"skipped\":{}}"})
    EXPECT_EQ(namesLeftOut(other), "[]") << other;
  EXPECT_EQ(namesLeftOut("{\"skipped\":[\"f\",{\"x\":1},\"g\"]}"), "[\"f\"]");
  EXPECT_EQ(namesLeftOut("{\"skipped\":[\"f"), "[]");
  EXPECT_EQ(namesLeftOut("{\"skipped\":[\"f\\"), "[]");
  std::string many = "{\"skipped\":[\"a\"";
  for (int i = 0; i < 1000; ++i) many += ",\"a\"";
  const auto names = namesLeftOut(many + "]}");
  EXPECT_EQ(std::count(names.begin(), names.end(), ','), static_cast<long>(kMostLeftOut) - 1);
}

TEST(SessionFile, NoTwoSessionsHaveOneName) {
  EXPECT_NE(sessionFileName("a", "bc"), sessionFileName("ab", "c"));
  EXPECT_NE(sessionFileName("1", "1:x"), sessionFileName("11", ":x"));
  EXPECT_EQ(sessionFileName("a", "b"), sessionFileName("a", "b"));
  EXPECT_EQ(sessionFileName("../..", "/etc/passwd").find('/'), std::string::npos);
}

class SessionFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/isobox-sessions-XXXXXX";
    root = ::mkdtemp(name);
  }
  void TearDown() override { std::filesystem::remove_all(root); }
  std::string root;
};

TEST_F(SessionFolderTest, KeepsReplacesAndForgets) {
  auto folder = SessionFolder::open(root + "/sessions").value();
  EXPECT_TRUE(folder.list().empty());
  const auto size = folder.save(example(), "{\"a\":1}").value();
  EXPECT_EQ(folder.save(example("other"), "").value().count > 0, true);
  EXPECT_EQ(folder.read("uid:1000", "work").value(), "{\"a\":1}");
  EXPECT_EQ(folder.list().size(), 2u);
  folder.save(example(), "{\"a\":2,\"b\":3}").value();
  EXPECT_EQ(folder.read("uid:1000", "work").value(), "{\"a\":2,\"b\":3}");
  for (const auto& entry : folder.list()) {
    if (entry.session.id == "work") {
      EXPECT_EQ(entry.size.count, size.count + 6);
    }
  }
  EXPECT_TRUE(folder.remove("uid:1000", "work"));
  EXPECT_TRUE(folder.remove("uid:1000", "work")) << "it is not there, which is what was wanted";
  EXPECT_FALSE(folder.read("uid:1000", "work"));
  EXPECT_EQ(folder.list().size(), 1u);
}

TEST_F(SessionFolderTest, OneSupervisorAtATime) {
  const auto path = root + "/sessions";
  {
    const auto first = SessionFolder::open(path);
    ASSERT_TRUE(first);
    const auto second = SessionFolder::open(path);
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().describe().find("another supervisor"), std::string::npos);
  }
  EXPECT_TRUE(SessionFolder::open(path));
}

TEST_F(SessionFolderTest, AFolderThatOthersCanUseIsRefused) {
  const auto path = root + "/sessions";
  for (const mode_t mode : {0777, 0755, 0770, 0701}) {
    ::mkdir(path.c_str(), 0700);
    ::chmod(path.c_str(), mode);
    const auto opened = SessionFolder::open(path);
    ASSERT_FALSE(opened) << std::oct << mode;
    EXPECT_NE(opened.error().describe().find("0700"), std::string::npos);
  }
  ::chmod(path.c_str(), 0700);
  EXPECT_TRUE(SessionFolder::open(path));
  std::filesystem::create_directory_symlink(path, root + "/link");
  EXPECT_FALSE(SessionFolder::open(root + "/link"));
  EXPECT_FALSE(SessionFolder::open(root + "/not/there"));
  std::ofstream(root + "/file") << "x";
  EXPECT_FALSE(SessionFolder::open(root + "/file"));
}

TEST_F(SessionFolderTest, WhatIsDamagedIsSetAsideAndTheRestIsThere) {
  const auto path = root + "/sessions";
  const auto name = [&](const char* id) { return path + "/" + sessionFileName("uid:1000", id); };
  {
    auto folder = SessionFolder::open(path).value();
    for (const char* id : {"good", "cut", "foreign", "link"}) folder.save(example(id), "{}").value();
  }
  ASSERT_EQ(::truncate(name("cut").c_str(), 20), 0);
  std::filesystem::rename(name("foreign"), name("stranger"));
  std::filesystem::rename(name("link"), root + "/elsewhere");
  std::filesystem::create_symlink(root + "/elsewhere", name("link"));
  ::mkfifo(name("fifo").c_str(), 0600);
  std::ofstream(name("half") + ".new") << "half a file";
  auto folder = SessionFolder::open(path).value();
  const auto entries = folder.list();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].session.id, "good");
  EXPECT_TRUE(std::filesystem::exists(name("cut") + ".damaged"));
  EXPECT_FALSE(std::filesystem::exists(name("half") + ".new"));
  EXPECT_EQ(folder.list().size(), 1u);
}

}  // namespace
}  // namespace isobox::supervisor

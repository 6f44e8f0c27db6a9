// Files that are only added to: whole lines, renamed files, full disks, files that are not ours.
#include "ipc/base/line_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace isobox {
namespace {

class LineFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/isobox-lines-XXXXXX";
    ASSERT_NE(::mkdtemp(name), nullptr);
    folder = name;
    path = folder + "/audit.jsonl";
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  static std::string text(const std::string& of) {
    std::ostringstream all;
    all << std::ifstream(of).rdbuf();
    return all.str();
  }
  static mode_t mode(const std::string& of) {
    struct stat info {};
    EXPECT_EQ(::stat(of.c_str(), &info), 0);
    return info.st_mode & 07777;
  }

  std::string folder, path;
};

TEST_F(LineFileTest, LinesAreAddedToWhatIsThere) {
  {
    auto file = LineFile::open(path).value();
    ASSERT_TRUE(file.append("one"));
    ASSERT_TRUE(file.append("two"));
  }
  auto file = LineFile::open(path).value();
  ASSERT_TRUE(file.append("three"));
  EXPECT_EQ(text(path), "one\ntwo\nthree\n");
  EXPECT_EQ(mode(path), 0600u);
}

TEST_F(LineFileTest, ARenamedFileIsLeftByReopening) {
  auto file = LineFile::open(path).value();
  ASSERT_TRUE(file.append("one"));
  std::filesystem::rename(path, path + ".1");
  ASSERT_TRUE(file.append("two"));
  ASSERT_TRUE(file.reopen());
  ASSERT_TRUE(file.append("three"));
  EXPECT_EQ(text(path + ".1"), "one\ntwo\n");
  EXPECT_EQ(text(path), "three\n");
}

TEST_F(LineFileTest, WhenReopeningFailsTheFileStays) {
  auto file = LineFile::open(path).value();
  std::filesystem::rename(path, path + ".1");
  std::filesystem::create_directory(path);
  EXPECT_FALSE(file.reopen());
  ASSERT_TRUE(file.append("one"));
  EXPECT_EQ(text(path + ".1"), "one\n");
}

TEST_F(LineFileTest, WhatIsNoFileOfOursIsRefused) {
  const auto refusal = [&] {
    const auto file = LineFile::open(path);
    return file ? std::string() : file.error().describe();
  };
  std::filesystem::create_symlink(folder + "/elsewhere", path);
  EXPECT_NE(refusal().find("symbolic link"), std::string::npos) << refusal();
  EXPECT_FALSE(std::filesystem::exists(folder + "/elsewhere"));
  std::filesystem::remove(path);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_NE(refusal().find("not a regular file"), std::string::npos) << refusal();
  std::filesystem::remove(path);
  std::ofstream(path) << "x\n";
  ::chmod(path.c_str(), 0620);
  EXPECT_NE(refusal().find("others may write it"), std::string::npos) << refusal();
  ::chmod(path.c_str(), 0640);
  EXPECT_EQ(refusal(), "");
  if (::geteuid() == 0) {
    ASSERT_EQ(::chown(path.c_str(), 12345, 12345), 0);
    EXPECT_NE(refusal().find("belongs to user 12345"), std::string::npos) << refusal();
  }
  path = folder + "/none/audit";
  EXPECT_NE(refusal().find("ENOENT"), std::string::npos) << refusal();
}

TEST_F(LineFileTest, ALineThatWasTornIsEndedBeforeTheNext) {
  std::ofstream(path) << "whole\nto";
  ::chmod(path.c_str(), 0600);
  auto file = LineFile::open(path).value();
  ASSERT_TRUE(file.append("next"));
  EXPECT_EQ(text(path), "whole\nto\nnext\n");
}

/// Files may be so large at most, as long as it lives.
class LargestFile {
 public:
  explicit LargestFile(rlim_t size) : action_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{size, before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &now), 0);
  }
  ~LargestFile() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, action_);
  }

 private:
  rlimit before_{};
  sighandler_t action_;
};

TEST_F(LineFileTest, WhatADiskDoesNotTakeWaitsAndComesFirst) {
  auto file = LineFile::open(path).value();
  ASSERT_TRUE(file.append("0123456789"));
  {
    LargestFile full(16);
    EXPECT_FALSE(file.append("abcdefghij"));  // five bytes of it fit
    EXPECT_FALSE(file.append("klm"));
    EXPECT_EQ(file.waiting(), 2u);
  }
  ASSERT_TRUE(file.append("nop"));
  EXPECT_EQ(file.waiting(), 0u);
  EXPECT_EQ(file.lost(), 0u);
  EXPECT_EQ(text(path), "0123456789\nabcde\nabcdefghij\nklm\nnop\n");
}

TEST_F(LineFileTest, SoManyWaitAndTheOthersAreCounted) {
  auto file = LineFile::open(path).value();
  {
    LargestFile full(0);
    for (std::size_t i = 0; i < LineFile::kMostWaiting + 7; ++i) EXPECT_FALSE(file.append(std::to_string(i)));
    EXPECT_EQ(file.waiting(), LineFile::kMostWaiting);
    EXPECT_EQ(file.lost(), 7u);
  }
  ASSERT_TRUE(file.append("after"));
  const auto all = text(path);
  EXPECT_EQ(static_cast<std::size_t>(std::count(all.begin(), all.end(), '\n')), LineFile::kMostWaiting + 1);
  EXPECT_TRUE(all.starts_with("0\n1\n"));
  EXPECT_TRUE(all.ends_with("\n999\nafter\n"));
}

}  // namespace
}  // namespace isobox

// The audit file: what is in it, whole lines through rotation, and no programs without it. Needs a jail.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "ipc/json.h"
#include "policy/token.h"
#include "tests/support/run_program.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing::audit_file_test {
namespace {

std::string policyText(const std::string& file, const std::string& more = "") {
  return R"({"pool": {"min": 1, "max": 2}, "audit": {"file": ")" + file + "\"" + more +
         R"(}, "tenants": {"alice": {"token": ")" + policy::digestText(policy::digestOf("alice's secret")) + "\"}}}";
}

/// Every line as JSON; one that is not whole fails the test.
std::vector<json::object> linesOf(const std::string& path) {
  std::vector<json::object> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    EXPECT_FALSE(in.eof()) << "no newline at the end";
    const auto parsed = ipc::parseJson(line);
    EXPECT_TRUE(parsed && parsed->is_object()) << line;
    if (parsed && parsed->is_object()) lines.push_back(parsed->get_object());
    for (const char c : line) EXPECT_TRUE(c >= 0x20 && c < 0x7f) << line;
  }
  return lines;
}

std::vector<json::object> only(const std::vector<json::object>& lines, std::string_view type) {
  std::vector<json::object> found;
  for (const auto& line : lines)
    if (std::string_view(line.at("type").as_string()) == type) found.push_back(line);
  return found;
}

class AuditFile : public ::testing::Test {
 protected:
  test::TemporaryFolder folder;
  const std::string path = folder.path() + "/audit.jsonl";
};

TEST_F(AuditFile, HasALineForWhatMattersAndNothingElse) {
  SupervisorProcess supervisor({.policy = policyText(path), .probe = true, .onSocket = true});
  auto client = supervisor.connect();
  EXPECT_EQ(client.call("authenticate", {{"token", "wrong"}}).at("error").at("code"), -32002);
  client.call("authenticate", {{"token", "alice's secret"}});
  client.run("ok");
  client.run("syscall 2", {{"filename", "evil.js"}});
  client.call("session.open", {{"session", "s"}});
  supervisor.signal(SIGHUP);
  ASSERT_TRUE(eventually([&] { return !only(linesOf(path), "policy:reloaded").empty(); }));
  EXPECT_EQ(supervisor.stop(), 0);
  std::string types;
  const auto lines = linesOf(path);
  for (const auto& line : lines) types += std::string(line.at("type").as_string()) + " ";
  EXPECT_EQ(types,
            "supervisor:started security:authentication security:authentication security:violation policy:reloaded supervisor:stopping ");
  EXPECT_EQ(lines.at(1).at("context").at("accepted"), false);
  EXPECT_EQ(lines.at(2).at("tenant"), "alice");
  EXPECT_EQ(lines.at(3).at("context").at("filename"), "evil.js");
  std::ostringstream all;
  all << std::ifstream(path).rdbuf();
  EXPECT_EQ(all.str().find("secret"), std::string::npos);
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
}

TEST_F(AuditFile, NamesThatProgramsChooseCannotForgeLines) {
  SupervisorProcess supervisor({.policy = policyText(path), .probe = true});
  const std::string evil = "x\n{\"type\":\"security:forged\"}\r\x1b[2J\xc2\x9b" "31m\xe2\x80\xae";
  EXPECT_EQ(supervisor.client().run("denied 1 5 10\nok", {{"filename", evil}}).at("verdict"), "ok");
  EXPECT_EQ(supervisor.stop(), 0);
  const auto lines = linesOf(path);
  EXPECT_TRUE(only(lines, "security:forged").empty());
  const auto denied = only(lines, "security:denied-module");
  ASSERT_EQ(denied.size(), 1u);
  EXPECT_EQ(std::string(denied[0].at("context").at("filename").as_string()), evil);
  EXPECT_EQ(denied[0].at("context").at("modules"), json::array{"\n\n\n\n\n"});
}

TEST_F(AuditFile, NoLineIsLostOrTornWhenItIsRenamedAgainAndAgain) {
  SupervisorProcess supervisor({.policy = policyText(path)});
  auto& client = supervisor.client();
  client.call("ping");  // it has started
  constexpr int kRuns = 200;
  std::vector<std::uint64_t> ids;
  int rotations = 0;
  for (int i = 0; i < kRuns; ++i) {
    ids.push_back(client.post("run", {{"code", "try { require('m" + std::to_string(i) + "') } catch {}"}, {"isolation", false}}));
    if (i % 10 != 5) continue;
    // As logrotate does it: rename, then tell.
    std::filesystem::rename(path, path + "." + std::to_string(rotations++));
    supervisor.signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(path); }));
  }
  for (const auto id : ids) client.answerTo(id);
  EXPECT_EQ(supervisor.stop(), 0);
  std::set<std::string> modules;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++files;
    for (const auto& line : only(linesOf(entry.path()), "security:denied-module"))
      EXPECT_TRUE(modules.insert(std::string(line.at("context").at("modules").as_array()[0].as_string())).second) << "twice";
  }
  EXPECT_EQ(modules.size(), static_cast<std::size_t>(kRuns));
  EXPECT_EQ(files, static_cast<std::size_t>(rotations) + 1);
  EXPECT_GE(rotations, 20);
}

TEST_F(AuditFile, WithoutItTheSupervisorDoesNotStart) {
  const std::vector<std::pair<std::string, std::string>> kBad{{folder.path() + "/none/audit", "ENOENT"},
                                                              {folder.path() + "/link", "symbolic link"},
                                                              {folder.path(), "EISDIR"},
                                                              {"/dev/full", "not a regular file"}};
  for (const auto& [where, why] : kBad) {
    std::filesystem::remove(folder.path() + "/link");
    std::filesystem::create_symlink(path, folder.path() + "/link");
    SupervisorProcess supervisor({.policy = policyText(where)});
    EXPECT_EQ(supervisor.wait(), 1) << where;
    EXPECT_NE(supervisor.log().find(why), std::string::npos) << supervisor.log();
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

/// Files of a process may be so large at most, as long as it lives.
class LargestFile {
 public:
  LargestFile(pid_t pid, rlim_t size) : pid_(pid) {
    ::prlimit(pid_, RLIMIT_FSIZE, nullptr, &before_);
    const rlimit now{size, before_.rlim_max};
    EXPECT_EQ(::prlimit(pid_, RLIMIT_FSIZE, &now, nullptr), 0);
  }
  ~LargestFile() { ::prlimit(pid_, RLIMIT_FSIZE, &before_, nullptr); }

 private:
  pid_t pid_;
  rlimit before_{};
};

TEST_F(AuditFile, WhileItCannotBeWrittenNoProgramIsBegunAndThenAllIsThere) {
  SupervisorProcess supervisor({.policy = policyText(path), .onSocket = true});
  auto client = supervisor.connect();
  EXPECT_EQ(client.run("1").at("value"), 1);
  {
    LargestFile full(supervisor.pid(), std::filesystem::file_size(path) + 20);
    EXPECT_EQ(client.run("try { require('first') } catch {} 2").at("value"), 2) << "that it was to be written turned out too late";
    const auto refused = client.call("run", {{"code", "3"}});
    ASSERT_TRUE(refused.contains("error")) << json::serialize(refused);
    EXPECT_EQ(refused.at("error").at("code"), -32603);
    EXPECT_EQ(refused.at("error").at("message"), "the audit file cannot be written, so no program is begun");
    EXPECT_EQ(client.call("ping").at("result"), json::object());
  }
  EXPECT_EQ(client.run("try { require('second') } catch {} 4").at("value"), 4) << "as soon as it can be";
  EXPECT_EQ(supervisor.stop(), 0);
  // The torn line is there, and after it the whole one.
  std::ifstream in(path);
  int torn = 0;
  std::string whole;
  for (std::string line; std::getline(in, line);) {
    const auto parsed = ipc::parseJson(line);
    if (!parsed) ++torn;
    else if (parsed->at("type") == "security:denied-module")
      whole += std::string(parsed->at("context").at("modules").as_array()[0].as_string()) + " ";
  }
  EXPECT_EQ(torn, 1);
  EXPECT_EQ(whole, "first second ");
}

TEST_F(AuditFile, ThatIsNotRequiredMayFail) {
  SupervisorProcess supervisor({.policy = policyText(path, R"(, "required": false)"), .onSocket = true});
  auto client = supervisor.connect();
  LargestFile full(supervisor.pid(), std::filesystem::file_size(path));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.run("try { require('m') } catch {} 1").at("value"), 1);
}

}  // namespace
}  // namespace isobox::testing::audit_file_test

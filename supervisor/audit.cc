// The audit file. Supervisor, on the event loop.
#include "supervisor/audit.h"

#include <algorithm>

#include "supervisor/logging.h"

namespace isobox::supervisor {
namespace {

constexpr std::string_view kAudited[] = {"security:", "tenant:", "policy:", "supervisor:"};

bool isAudited(std::string_view type) {
  return std::any_of(std::begin(kAudited), std::end(kAudited), [&](std::string_view prefix) { return type.starts_with(prefix); });
}

}  // namespace

Result<std::unique_ptr<Audit>> Audit::open(const policy::AuditPolicy& policy) {
  if (policy.file.empty()) return std::unique_ptr<Audit>();
  ISOBOX_TRY(auto file, LineFile::open(policy.file));
  return std::unique_ptr<Audit>(new Audit(std::move(file)));
}

Result<> Audit::reopen(const std::string& path) {
  if (path == file_.path()) {
    ISOBOX_CHECK(file_.reopen());
  } else {
    // What waits belongs to the file so far.
    if (!upToDate()) return Error("audit to " + path, 0, "lines still wait for " + file_.path());
    ISOBOX_TRY(file_, LineFile::open(path));
  }
  upToDate();
  return {};
}

void Audit::onEvent(const ToldEvent& told) {
  if (isAudited(told.event.type)) note(file_.append(told.json));
}

bool Audit::upToDate() {
  if (file_.waiting() == 0 && !failing_) return true;
  note(file_.flush());
  return !failing_;
}

/// Said once when it begins to fail, and once when it is over.
void Audit::note(const Result<>& written) {
  if (!written && !failing_) log::critical("the audit file fails: {}", written.error().describe());
  const bool over = written && failing_;
  failing_ = !written;
  if (!over) return;
  log::warn("the audit file is written again; {} lines are lost", file_.lost());
  const auto said = file_.append(ipc::encodeEvent(
      {.type = "audit:recovered", .severity = ipc::Severity::Error, .tenant = {}, .context = {{"lost", file_.lost()}}}));
  failing_ = !said;
}

}  // namespace isobox::supervisor

// The audit file: a line of JSON for each event that matters for security. Supervisor, on the event loop; writing a line to
// a local disk is taken to be quick.
#ifndef ISOBOX_SUPERVISOR_AUDIT_H
#define ISOBOX_SUPERVISOR_AUDIT_H

#include <memory>
#include <string>

#include "ipc/base/line_file.h"
#include "policy/policy.h"
#include "supervisor/event_bus.h"

namespace isobox::supervisor {

class Audit : public EventObserver {
 public:
  /// Null when the policy names no file. Error: it cannot be opened.
  static Result<std::unique_ptr<Audit>> open(const policy::AuditPolicy& policy);

  /// Opens the file anew, or another one. Error: the one so far stays in use.
  Result<> reopen(const std::string& path);

  void onEvent(const ToldEvent& told) override;

  /// Nothing waits to be written. Tries to write what does.
  bool upToDate();

  std::uint64_t lost() const { return file_.lost(); }

 private:
  explicit Audit(LineFile file) : file_(std::move(file)) {}
  void note(const Result<>& written);

  LineFile file_;
  bool failing_ = false;
};

}  // namespace isobox::supervisor

#endif

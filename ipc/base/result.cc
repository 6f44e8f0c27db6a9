// Errors in words. Used in every process, on both sides of the boundary.
#include "ipc/base/result.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace isobox {

std::string Error::describe() const {
  std::string text = operation;
  if (code != 0) {
    const char* name = ::strerrorname_np(code);
    text += ": ";
    text += ::strerrordesc_np(code) ? ::strerrordesc_np(code) : "unknown error";
    text += std::string(" (") + (name ? name : std::to_string(code)) + ")";
  }
  if (!detail.empty()) text += ": " + detail;
  return text;
}

Error errnoError(std::string operation, std::string detail) {
  const int code = errno;
  return Error{std::move(operation), code, std::move(detail)};
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(error.describe());
}

}  // namespace isobox

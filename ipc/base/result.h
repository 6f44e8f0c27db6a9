// Errors that travel up a call chain: forward one or handle it, never both.
// Used in every process, on both sides of the boundary.
#ifndef ISOBOX_IPC_BASE_RESULT_H
#define ISOBOX_IPC_BASE_RESULT_H

#include <boost/system/result.hpp>
#include <string>
#include <utility>

namespace isobox {

/// What failed. `operation` is the step's name ("mount root"), `code` an errno value or 0 when no
/// system call failed, `detail` whatever helps the person at the keyboard.
struct Error {
  std::string operation;
  int code = 0;
  std::string detail;

  Error() = default;
  // Two arguments at least: a C++20 aggregate would be constructible from one string, and Result ambiguous.
  Error(std::string what, int errnoValue, std::string more = {})
      : operation(std::move(what)), code(errnoValue), detail(std::move(more)) {}

  /// One line: "mount root: Operation not permitted (EPERM): detail".
  std::string describe() const;
};

template <class T = void>
using Result = boost::system::result<T, Error>;

/// An Error carrying the current errno.
Error errnoError(std::string operation, std::string detail = {});

/// Called by Result::value() on a failure; throws std::runtime_error with describe().
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace isobox

#define ISOBOX_CONCAT_INNER(a, b) a##b
#define ISOBOX_CONCAT(a, b) ISOBOX_CONCAT_INNER(a, b)

/// ISOBOX_TRY(auto fd, openRoot(spec));  declares fd, or returns the error to the caller.
#define ISOBOX_TRY(declaration, expression)                       \
  auto ISOBOX_CONCAT(isoboxResult, __LINE__) = (expression);      \
  if (!ISOBOX_CONCAT(isoboxResult, __LINE__))                     \
    return std::move(ISOBOX_CONCAT(isoboxResult, __LINE__)).error(); \
  declaration = std::move(*ISOBOX_CONCAT(isoboxResult, __LINE__))

/// ISOBOX_CHECK(dropCapabilities());  returns the error to the caller, if there is one.
#define ISOBOX_CHECK(expression) \
  if (auto isoboxChecked = (expression); !isoboxChecked) return std::move(isoboxChecked).error()

#endif

// One walk over a value for `inspect`. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_INSPECTOR_H
#define ISOBOX_IPC_CLIENT_INSPECTOR_H

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/client/inspect_layout.h"

namespace isobox::detail {

class Inspector {
 public:
  /// The text of a value `level` levels inside the whole one.
  std::string format(const boost::json::value& value, int level);

 private:
  // inspect.cc
  std::string formatString(std::string_view text) const;
  std::string formatArray(const boost::json::array& items, const boost::json::value* properties, int level);
  std::string formatObject(const boost::json::object& object, int level);
  std::vector<std::string> formatItems(const boost::json::array& items, int level);
  /// Appends "key: value" for each member of a plain object or entry of a tagged one.
  void appendProperties(std::vector<std::string>& entries, const boost::json::value& object, int level);
  std::string formatProperty(std::string_view key, const boost::json::value& value, int level);
  std::string formatInner(const boost::json::value& value, int level);
  std::string put(Parts parts, int level);

  // inspect_tagged.cc. Nothing when the object does not have the form's members.
  using Formatted = std::optional<std::string>;
  struct Form;
  Formatted formatTagged(std::string_view tag, const boost::json::object& object, int level);
  Formatted formatDate(const boost::json::object& object, int level);
  Formatted formatRegExp(const boost::json::object& object, int level);
  Formatted formatError(const boost::json::object& object, int level);
  Formatted formatFunction(const boost::json::object& object, int level);
  Formatted formatSymbol(const boost::json::object& object, int level);
  Formatted formatBigInt(const boost::json::object& object, int level);
  Formatted formatBoxed(const boost::json::object& object, int level);
  Formatted formatTaggedString(const boost::json::object& object, int level);
  Formatted formatTaggedArray(const boost::json::object& object, int level);
  Formatted formatTaggedObject(const boost::json::object& object, int level);
  Formatted formatMap(const boost::json::object& object, int level);
  Formatted formatSet(const boost::json::object& object, int level);
  Formatted formatArrayBuffer(const boost::json::object& object, int level);
  Formatted formatDataView(const boost::json::object& object, int level);
  Formatted formatTypedArray(std::string_view name, const boost::json::object& object, int level);
  std::string formatBuffer(std::string_view bytes, int level);

  std::size_t indentation_ = 0;
  int lastLevel_ = 0;  // of the array or object that was formatted last
};

/// From this level on, only the kind of a value with members is said.
inline constexpr int kDeepestLevel = 2;

/// "... 3 more items"
std::string andMore(std::size_t count, const std::string& what);

}  // namespace isobox::detail

#endif

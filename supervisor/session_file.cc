// A durable session as a file's text. Pure. Supervisor.
#include "supervisor/session_file.h"

#include <sha2.h>

#include <array>
#include <optional>

#include "ipc/json.h"

namespace isobox::supervisor {
namespace {

namespace json = boost::json;

constexpr std::string_view kMagic = "isobox session 1\n";
constexpr std::string_view kBeforeNames = "{\"skipped\":[";

Error damaged(std::string what) { return {"read a stored session", 0, std::move(what)}; }

/// The line that begins at `from`, without its newline; `from` is behind it then. Nothing when it has no end.
std::optional<std::string_view> takeLine(std::string_view bytes, std::size_t& from) {
  const auto end = bytes.find('\n', from);
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = bytes.substr(from, end - from);
  from = end + 1;
  return line;
}

bool readText(const json::object& object, const char* name, std::string& into) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_string()) return false;
  into = std::string(value->get_string());
  return true;
}

template <class Number>
bool readNumber(const json::object& object, const char* name, Number& into) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_int64() || value->get_int64() < 0) return false;
  into = static_cast<Number>(value->get_int64());
  return true;
}

bool readHead(const json::object& head, StoredSession& into) {
  std::int64_t idle = 0, wall = 0, cpu = 0, saved = 0;
  if (!readText(head, "tenant", into.tenant) || !readText(head, "session", into.id) || !readNumber(head, "idleTimeout", idle) ||
      !readNumber(head, "timeout", wall) || !readNumber(head, "cpu", cpu) || !readNumber(head, "memory", into.memory.count) ||
      !readNumber(head, "programs", into.programs) || !readNumber(head, "saved", saved))
    return false;
  into.idleTimeout = Milliseconds(idle), into.wall = Milliseconds(wall), into.cpu = Milliseconds(cpu);
  into.saved = std::chrono::sys_time<Milliseconds>(Milliseconds(saved));
  return !into.id.empty();
}

}  // namespace

std::string digestOf(std::string_view bytes) {
  std::array<char, SHA256_DIGEST_STRING_LENGTH> hex{};
  SHA256Data(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), hex.data());
  return hex.data();
}

std::string encodeSessionFile(const StoredSession& session, std::string_view state) {
  std::string text(kMagic);
  text += ipc::writeJsonObject({{"tenant", session.tenant},
                                {"session", session.id},
                                {"idleTimeout", session.idleTimeout.count()},
                                {"timeout", session.wall.count()},
                                {"cpu", session.cpu.count()},
                                {"memory", session.memory.count},
                                {"programs", session.programs},
                                {"saved", session.saved.time_since_epoch().count()}});
  text.append("\n").append(state).append("\n");
  const auto digest = digestOf(text);
  return text.append(digest).append("\n");
}

Result<StoredSession> parseSessionHead(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return damaged("it does not begin as one");
  std::size_t at = kMagic.size();
  const auto line = takeLine(bytes, at);
  if (!line) return damaged("its second line has no end");
  ISOBOX_TRY(const auto parsed, ipc::parseJson(*line, 2));
  StoredSession session;
  if (!parsed.is_object() || !readHead(parsed.get_object(), session)) return damaged("its second line is not a session");
  return session;
}

Result<std::string> parseSessionState(std::string_view bytes, std::string_view tenant, std::string_view id) {
  ISOBOX_TRY(const auto session, parseSessionHead(bytes));
  if (session.tenant != tenant || session.id != id) return damaged("it is another session's");
  std::size_t at = kMagic.size();
  (void)takeLine(bytes, at);
  const auto state = takeLine(bytes, at);
  const std::size_t summed = at;
  const auto digest = state ? takeLine(bytes, at) : std::nullopt;
  if (!digest || at != bytes.size()) return damaged("it is cut off, or longer than it says");
  if (*digest != digestOf(bytes.substr(0, summed))) return damaged("its sum is wrong");
  return std::string(*state);
}

bool isSessionState(std::string_view value) { return value.starts_with(kBeforeNames); }

std::string namesLeftOut(std::string_view state) {
  if (!isSessionState(state)) return "[]";
  state.remove_prefix(kBeforeNames.size());
  std::string names = "[";
  // In valid JSON a string ends at the first quote that no backslash escapes.
  for (std::size_t count = 0; count < kMostLeftOut && state.starts_with('"'); ++count) {
    std::size_t end = 1;
    while (end < state.size() && state[end] != '"') end += state[end] == '\\' ? 2 : 1;
    if (end >= state.size()) return "[]";
    names.append(count > 0 ? "," : "").append(state.substr(0, end + 1));
    state.remove_prefix(end + 1);
    if (!state.starts_with(',')) break;
    state.remove_prefix(1);
  }
  return names + "]";
}

std::string sessionFileName(std::string_view tenant, std::string_view id) {
  // No two pairs give the same text: the length says where the tenant ends.
  return digestOf(std::to_string(tenant.size()) + ":" + std::string(tenant) + std::string(id)) + ".session";
}

}  // namespace isobox::supervisor

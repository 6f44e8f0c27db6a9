// URLs as the URL Standard (url.spec.whatwg.org) has them: parsing, changing, writing. Runs in sealed
// runners; reads a hostile script's text. Knows nothing of Duktape.
#ifndef ISOBOX_RUNNER_ENGINE_URL_H
#define ISOBOX_RUNNER_ENGINE_URL_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace isobox::runner {

/// Longer texts are no URLs. What a parser makes of one is at most nine times as long.
inline constexpr std::size_t kLongestUrl = 2 * 1024 * 1024;  // bytes

struct Url {
  std::string scheme;  // without the colon
  std::string username, password;
  std::optional<std::string> host;  // as it is written, IPv6 in brackets
  std::optional<std::uint16_t> port;
  bool opaque = false;  // the path is text, not segments
  std::string path;     // opaque, or each segment behind a slash
  std::optional<std::string> query, fragment;

  bool special() const;
  /// Nothing for a scheme without one.
  static std::optional<std::uint16_t> defaultPort(std::string_view scheme);
};

/// `input` is UTF-8. Nothing when it is no URL.
std::optional<Url> parseUrl(std::string_view input, const Url* base);
std::string writeUrl(const Url& url);
/// "null" when it is opaque.
std::string originOf(const Url& url);

enum class UrlPart : std::uint8_t {
  Protocol,
  Username,
  Password,
  Host,
  Hostname,
  Port,
  Pathname,
  Search,
  Hash
};
/// What a setter does. What makes no sense changes nothing.
void setUrlPart(Url& url, UrlPart part, std::string_view value);
std::string urlPart(const Url& url, UrlPart part);

/// The host of a URL as it is written; nothing when it is none.
std::optional<std::string> parseHost(std::string_view input, bool special);
/// UTS 46 and punycode; nothing when it is no domain.
std::optional<std::string> domainToAscii(std::string_view utf8);

}  // namespace isobox::runner

#endif

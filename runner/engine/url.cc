// URLs: the basic parser of the URL Standard, as a descent over the text instead of a machine of states. Runs
// in sealed runners; reads a hostile script's text. Longer than usual: one grammar, of which the setters use parts.
#include "runner/engine/url.h"

#include <algorithm>
#include <array>

#include "runner/engine/url_text.h"

namespace isobox::runner {

namespace {

struct SpecialScheme {
  std::string_view name;
  std::optional<std::uint16_t> port;
};
constexpr std::array<SpecialScheme, 6> kSpecial = {
    {{"http", 80}, {"https", 443}, {"ws", 80}, {"wss", 443}, {"ftp", 21}, {"file", std::nullopt}}};

const SpecialScheme* findSpecial(std::string_view scheme) {
  const auto found =
      std::find_if(kSpecial.begin(), kSpecial.end(), [&](const auto& each) { return each.name == scheme; });
  return found == kSpecial.end() ? nullptr : &*found;
}

// Without what stands around it and without tabs and line breaks.
std::string cleaned(std::string_view input) {
  const auto outside = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!input.empty() && outside(input.front())) input.remove_prefix(1);
  while (!input.empty() && outside(input.back())) input.remove_suffix(1);
  std::string text;
  text.reserve(input.size());
  for (const char c : input)
    if (c != '\t' && c != '\n' && c != '\r') text.push_back(c);
  return text;
}

std::string withoutBreaks(std::string_view input) {
  std::string text;
  text.reserve(input.size());
  for (const char c : input)
    if (c != '\t' && c != '\n' && c != '\r') text.push_back(c);
  return text;
}

bool isDriveLetter(std::string_view text) {
  return text.size() == 2 && isAlpha(text[0]) && (text[1] == ':' || text[1] == '|');
}
bool startsWithDriveLetter(std::string_view text) {
  return text.size() >= 2 && isDriveLetter(text.substr(0, 2)) &&
         (text.size() == 2 || std::string_view("/\\?#").find(text[2]) != std::string_view::npos);
}
// "/C:", a path of one segment or the first of several.
bool beginsWithNormalDrive(std::string_view path, bool alone) {
  return path.size() >= 3 && path[0] == '/' && isAlpha(path[1]) && path[2] == ':' &&
         (path.size() == 3 || (!alone && path[3] == '/'));
}

bool isSingleDot(std::string_view segment) {
  return segment == "." || (segment.size() == 3 && lowerAscii(segment) == "%2e");
}
bool isDoubleDot(std::string_view segment) {
  if (segment == "..") return true;
  if (segment.size() < 4 || segment.size() > 6) return false;
  const std::string lower = lowerAscii(segment);
  return lower == ".%2e" || lower == "%2e." || lower == "%2e%2e";
}

class Parser {
 public:
  Parser(Url& url, const Url* base) : url_(url), base_(base) {}

  bool parse(std::string_view text) {
    const std::size_t colon = schemeEnd(text);
    if (colon == std::string_view::npos) return withoutScheme(text);
    url_.scheme = lowerAscii(text.substr(0, colon));
    return behindScheme(text.substr(colon + 1));
  }

  // ---- what setters begin with ----

  static std::size_t schemeEnd(std::string_view text) {
    if (text.empty() || !isAlpha(text[0])) return std::string_view::npos;
    std::size_t end = 1;
    while (end < text.size() && (isAlpha(text[end]) || isDigit(text[end]) || text[end] == '+' ||
                                 text[end] == '-' || text[end] == '.'))
      ++end;
    return end < text.size() && text[end] == ':' ? end : std::string_view::npos;
  }

  bool pathStart(std::string_view text) {
    if (!url_.special() && text.empty()) {
      // A path that was set to nothing is the root where there is no host.
      if (whole_ && !url_.host) url_.path = "/";
      return true;
    }
    if (!url_.special() && !whole_ && (text[0] == '?' || text[0] == '#')) return behindPath(text);
    if (!text.empty() && isSlash(text[0])) text.remove_prefix(1);
    return path(text);
  }

  // Only segments: '?' and '#' are part of them.
  void wholePath(std::string_view text) {
    whole_ = true;
    (void)pathStart(text);
  }

  void query(std::string_view text) {
    url_.query.emplace();
    appendEncoded(*url_.query, text, url_.special() ? EncodeSet::SpecialQuery : EncodeSet::Query);
  }
  void fragment(std::string_view text) {
    url_.fragment.emplace();
    appendEncoded(*url_.fragment, text, EncodeSet::Fragment);
  }

  // Sets the port from its beginning; false when it does not begin with a number that is one.
  bool port(std::string_view text, bool whole) {
    std::size_t end = 0;
    std::uint32_t number = 0;
    for (; end < text.size() && isDigit(text[end]); ++end) {
      number = number * 10 + static_cast<std::uint32_t>(text[end] - '0');
      if (number > 65'535) return false;
    }
    if (end != text.size() && whole) return false;
    if (end == 0) return whole;
    url_.port = static_cast<std::uint16_t>(number);
    if (url_.port == Url::defaultPort(url_.scheme)) url_.port.reset();
    return true;
  }

 private:
  bool isSlash(char c) const { return c == '/' || (c == '\\' && url_.special()); }
  bool isFile() const { return url_.scheme == "file"; }
  static bool beginsWith(std::string_view text, char c) { return !text.empty() && text[0] == c; }

  bool withoutScheme(std::string_view text) {
    if (!base_) return false;
    if (base_->opaque) {
      if (!beginsWith(text, '#')) return false;
      url_ = *base_;
      fragment(text.substr(1));
      return true;
    }
    url_.scheme = base_->scheme;
    return isFile() ? file(text) : relative(text);
  }

  bool behindScheme(std::string_view text) {
    if (isFile()) return file(text);
    if (url_.special()) {
      if (base_ && base_->scheme == url_.scheme && !text.starts_with("//")) return relative(text);
      return authority(behindSlashes(text));
    }
    if (text.starts_with("//")) return authority(text.substr(2));
    if (beginsWith(text, '/')) return path(text.substr(1));
    return opaquePath(text);
  }

  std::string_view behindSlashes(std::string_view text) const {
    while (!text.empty() && (text[0] == '/' || text[0] == '\\')) text.remove_prefix(1);
    return text;
  }

  void takeAuthority() {
    url_.username = base_->username;
    url_.password = base_->password;
    url_.host = base_->host;
    url_.port = base_->port;
  }

  bool relative(std::string_view text) {
    if (!text.empty() && isSlash(text[0])) {
      if (text.size() > 1 && isSlash(text[1]))
        return authority(url_.special() ? behindSlashes(text) : text.substr(2));
      takeAuthority();
      return path(text.substr(1));
    }
    takeAuthority();
    url_.path = base_->path;
    return behindBasePath(text);
  }

  // The path is the base's; what follows changes it.
  bool behindBasePath(std::string_view text) {
    if (text.empty() || text[0] == '#') url_.query = base_->query;
    if (text.empty() || text[0] == '#' || text[0] == '?') return behindPath(text);
    if (isFile() && startsWithDriveLetter(text))
      url_.path.clear();
    else
      shorten();
    return path(text);
  }

  bool file(std::string_view text) {
    url_.host.emplace();
    const bool fromBase = base_ && base_->scheme == "file";
    if (!text.empty() && isSlash(text[0])) return behindFileSlash(text.substr(1), fromBase);
    if (!fromBase) return path(text);
    url_.host = base_->host;
    url_.path = base_->path;
    return behindBasePath(text);
  }

  bool behindFileSlash(std::string_view text, bool fromBase) {
    if (!text.empty() && isSlash(text[0])) return fileHost(text.substr(1));
    if (fromBase) {
      url_.host = base_->host;
      if (!startsWithDriveLetter(text) && beginsWithNormalDrive(base_->path, false))
        url_.path = base_->path.substr(0, 3);
    }
    return path(text);
  }

  bool fileHost(std::string_view text) {
    const std::size_t end = std::min(text.find_first_of("/\\?#"), text.size());
    const std::string_view host = text.substr(0, end);
    if (isDriveLetter(host)) return path(text);
    if (!host.empty()) {
      url_.host = parseHost(host, true);
      if (!url_.host) return false;
      if (*url_.host == "localhost") url_.host->clear();
    }
    return pathStart(text.substr(end));
  }

  bool authority(std::string_view text) {
    const std::size_t end = std::min(text.find_first_of(url_.special() ? "/\\?#" : "/?#"), text.size());
    std::string_view host = text.substr(0, end);
    const std::size_t at = host.rfind('@');
    if (at != std::string_view::npos) {
      credentials(host.substr(0, at));
      host.remove_prefix(at + 1);
      if (host.empty()) return false;
    }
    return hostAndPort(host) && pathStart(text.substr(end));
  }

  void credentials(std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    appendEncoded(url_.username, text.substr(0, colon), EncodeSet::Userinfo);
    if (colon < text.size()) appendEncoded(url_.password, text.substr(colon + 1), EncodeSet::Userinfo);
  }

  bool hostAndPort(std::string_view text) {
    const std::size_t colon = hostEnd(text);
    const std::string_view host = text.substr(0, colon);
    if (host.empty() && (url_.special() || colon < text.size())) return false;
    url_.host = parseHost(host, url_.special());
    if (!url_.host) return false;
    return colon == text.size() || port(text.substr(colon + 1), true);
  }

 public:
  // Where the port's colon is, or the end.
  static std::size_t hostEnd(std::string_view text) {
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == ':' && !inside) return i;
      if (text[i] == '[') inside = true;
      if (text[i] == ']') inside = false;
    }
    return text.size();
  }

 private:
  bool opaquePath(std::string_view text) {
    url_.opaque = true;
    const std::size_t end = std::min(text.find_first_of("?#"), text.size());
    appendEncoded(url_.path, text.substr(0, end), EncodeSet::Control);
    return behindPath(text.substr(end));
  }

  void shorten() {
    if (isFile() && beginsWithNormalDrive(url_.path, true)) return;
    const std::size_t slash = url_.path.rfind('/');
    if (slash != std::string::npos) url_.path.resize(slash);
  }

  // What a first slash was taken off.
  bool path(std::string_view text) {
    for (;;) {
      std::size_t end = 0;
      while (end < text.size() && !isSlash(text[end]) && (whole_ || (text[end] != '?' && text[end] != '#')))
        ++end;
      const bool more = end < text.size() && isSlash(text[end]);
      segment(text.substr(0, end), more);
      text.remove_prefix(end);
      if (!more) break;
      text.remove_prefix(1);
    }
    return behindPath(text);
  }

  void segment(std::string_view text, bool more) {
    if (isDoubleDot(text)) {
      shorten();
      if (!more) url_.path.push_back('/');
      return;
    }
    if (isSingleDot(text)) {
      if (!more) url_.path.push_back('/');
      return;
    }
    const bool drive = isFile() && url_.path.empty() && isDriveLetter(text);
    url_.path.push_back('/');
    appendEncoded(url_.path, text, EncodeSet::Path);
    if (drive) url_.path.back() = ':';
  }

  bool behindPath(std::string_view text) {
    if (whole_) return true;
    if (beginsWith(text, '?')) {
      const std::size_t end = std::min(text.find('#'), text.size());
      query(text.substr(1, end - 1));
      text.remove_prefix(end);
    }
    if (beginsWith(text, '#')) fragment(text.substr(1));
    return true;
  }

  Url& url_;
  const Url* base_;
  bool whole_ = false;
};

bool cannotHaveCredentials(const Url& url) {
  return !url.host || url.host->empty() || url.scheme == "file";
}

void setProtocol(Url& url, std::string_view value) {
  const std::string text = withoutBreaks(value) + ":";
  const std::size_t colon = Parser::schemeEnd(text);
  if (colon == std::string::npos) return;
  const std::string scheme = lowerAscii(text.substr(0, colon));
  const bool special = findSpecial(scheme) != nullptr;
  if (special != url.special()) return;
  const bool credentials = !url.username.empty() || !url.password.empty() || url.port;
  if (scheme == "file" && credentials) return;
  if (url.scheme == "file" && (!url.host || url.host->empty())) return;
  url.scheme = scheme;
  if (url.port == Url::defaultPort(scheme)) url.port.reset();
}

void setHost(Url& url, std::string_view value, bool withPort) {
  if (url.opaque) return;
  const std::string text = withoutBreaks(value);
  const std::string_view before = std::string_view(text).substr(
      0, std::min(text.find_first_of(url.special() ? "/\\?#" : "/?#"), text.size()));
  const std::size_t colon = url.scheme == "file" ? before.size() : Parser::hostEnd(before);
  if (!withPort && colon < before.size()) return;
  const std::string_view host = before.substr(0, colon);
  const bool hasMore = !url.username.empty() || !url.password.empty() || url.port;
  if (host.empty() && (url.special() ? url.scheme != "file" : hasMore || colon < before.size())) return;
  const auto parsed = host.empty() ? std::optional<std::string>("") : parseHost(host, url.special());
  if (!parsed) return;
  url.host = url.scheme == "file" && *parsed == "localhost" ? "" : *parsed;
  if (colon < before.size()) (void)Parser(url, nullptr).port(before.substr(colon + 1), false);
}

}  // namespace

bool Url::special() const {
  return findSpecial(scheme) != nullptr;
}

std::optional<std::uint16_t> Url::defaultPort(std::string_view scheme) {
  const SpecialScheme* special = findSpecial(scheme);
  return special ? special->port : std::nullopt;
}

std::optional<Url> parseUrl(std::string_view input, const Url* base) {
  if (input.size() > kLongestUrl) return std::nullopt;
  const std::string text = cleaned(input);
  Url url;
  if (!Parser(url, base).parse(text)) return std::nullopt;
  return url;
}

std::string writeUrl(const Url& url) {
  std::string text = url.scheme + ":";
  if (url.host) {
    text += "//";
    if (!url.username.empty() || !url.password.empty()) {
      text += url.username;
      if (!url.password.empty()) text += ":" + url.password;
      text += "@";
    }
    text += *url.host;
    if (url.port) text += ":" + std::to_string(*url.port);
  } else if (!url.opaque && url.path.starts_with("//")) {
    text += "/.";
  }
  text += url.path;
  if (url.query) text += "?" + *url.query;
  if (url.fragment) text += "#" + *url.fragment;
  return text;
}

std::string originOf(const Url& url) {
  if (url.scheme == "blob") {
    const auto inner = parseUrl(url.path, nullptr);
    return inner && (inner->scheme == "http" || inner->scheme == "https") ? originOf(*inner) : "null";
  }
  if (!url.special() || url.scheme == "file") return "null";
  return url.scheme + "://" + *url.host + (url.port ? ":" + std::to_string(*url.port) : "");
}

void setUrlPart(Url& url, UrlPart part, std::string_view value) {
  if (value.size() > kLongestUrl) return;
  const std::string text = withoutBreaks(value);
  std::string_view rest = text;
  switch (part) {
    case UrlPart::Protocol:
      return setProtocol(url, value.substr(0, value.find(':')));
    case UrlPart::Username:
    case UrlPart::Password: {
      if (cannotHaveCredentials(url)) return;
      std::string& to = part == UrlPart::Username ? url.username : url.password;
      to.clear();
      return appendEncoded(to, value, EncodeSet::Userinfo);
    }
    case UrlPart::Host:
      return setHost(url, value, true);
    case UrlPart::Hostname:
      return setHost(url, value, false);
    case UrlPart::Port:
      if (cannotHaveCredentials(url)) return;
      if (rest.empty()) return url.port.reset();
      return (void)Parser(url, nullptr).port(rest, false);
    case UrlPart::Pathname:
      if (url.opaque) return;
      url.path.clear();
      return Parser(url, nullptr).wholePath(rest);
    case UrlPart::Search:
      if (value.empty()) return url.query.reset();
      if (rest.starts_with('?')) rest.remove_prefix(1);
      return Parser(url, nullptr).query(rest);
    case UrlPart::Hash:
      if (value.empty()) return url.fragment.reset();
      if (rest.starts_with('#')) rest.remove_prefix(1);
      return Parser(url, nullptr).fragment(rest);
  }
}

std::string urlPart(const Url& url, UrlPart part) {
  const auto marked = [](char mark, const std::optional<std::string>& text) {
    return !text || text->empty() ? std::string() : mark + *text;
  };
  const std::string port = url.port ? std::to_string(*url.port) : "";
  switch (part) {
    case UrlPart::Protocol:
      return url.scheme + ":";
    case UrlPart::Username:
      return url.username;
    case UrlPart::Password:
      return url.password;
    case UrlPart::Host:
      return url.host.value_or("") + (port.empty() ? "" : ":" + port);
    case UrlPart::Hostname:
      return url.host.value_or("");
    case UrlPart::Port:
      return port;
    case UrlPart::Pathname:
      return url.path;
    case UrlPart::Search:
      return marked('?', url.query);
    case UrlPart::Hash:
      return marked('#', url.fragment);
  }
  return {};
}

}  // namespace isobox::runner

// Percent-encoding and classes of characters of URLs. Runs in sealed runners; text only.
#include "runner/engine/url_text.h"

namespace isobox::runner {

namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

bool isEncoded(unsigned char c, EncodeSet set) {
  if (c < 0x20 || c > 0x7e) return true;
  const auto in = [c](std::string_view characters) {
    return characters.find(static_cast<char>(c)) != std::string_view::npos;
  };
  switch (set) {
    case EncodeSet::Control:
      return false;
    case EncodeSet::Fragment:
      return in(" \"<>`");
    case EncodeSet::Query:
      return in(" \"#<>");
    case EncodeSet::SpecialQuery:
      return in(" \"#<>'");
    case EncodeSet::Path:
      return in(" \"#<>?`{}");
    case EncodeSet::Userinfo:
      return in(" \"#<>?^`{}/:;=@[\\]|");
  }
  return true;
}

}  // namespace

void appendEncoded(std::string& out, std::string_view text, EncodeSet set) {
  for (const char each : text) {
    const auto c = static_cast<unsigned char>(each);
    if (!isEncoded(c, set)) {
      out.push_back(each);
      continue;
    }
    out.push_back('%');
    out.push_back(kHex[c >> 4]);
    out.push_back(kHex[c & 15]);
  }
}

int hexDigit(char c) {
  if (isDigit(c)) return c - '0';
  const char lower = lowerAscii(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string percentDecode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool encoded =
        text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0;
    out.push_back(encoded ? static_cast<char>(hexDigit(text[i + 1]) << 4 | hexDigit(text[i + 2])) : text[i]);
    if (encoded) i += 2;
  }
  return out;
}

std::string lowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lowerAscii(c);
  return lower;
}

}  // namespace isobox::runner

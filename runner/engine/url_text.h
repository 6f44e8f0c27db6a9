// Percent-encoding and classes of characters of URLs. Runs in sealed runners; text only.
#ifndef ISOBOX_RUNNER_ENGINE_URL_TEXT_H
#define ISOBOX_RUNNER_ENGINE_URL_TEXT_H

#include <string>
#include <string_view>

namespace isobox::runner {

/// The percent-encode sets of the URL Standard. Each holds those above it, but for the query's, which are a
/// branch.
enum class EncodeSet { Control, Fragment, Query, SpecialQuery, Path, Userinfo };

void appendEncoded(std::string& out, std::string_view text, EncodeSet set);
std::string percentDecode(std::string_view text);

inline bool isAlpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
inline char lowerAscii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
std::string lowerAscii(std::string_view text);
/// -1 for what is none.
int hexDigit(char c);

}  // namespace isobox::runner

#endif

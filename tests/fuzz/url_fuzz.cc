// URLs, domains, normal forms and decoders on arbitrary bytes: what was read and written is read again as the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "runner/engine/normalization.h"
#include "runner/engine/text_decoding.h"
#include "runner/engine/unicode.h"
#include "runner/engine/url.h"

using namespace isobox;
using namespace isobox::runner;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void readUrls(std::string_view first, std::string_view second) {
  const auto base = parseUrl(first, nullptr);
  const auto url = parseUrl(second, base ? &*base : nullptr);
  if (!url) return;
  const std::string text = writeUrl(*url);
  const auto again = parseUrl(text, nullptr);
  require(again && writeUrl(*again) == text);
  for (int part = 0; part <= static_cast<int>(UrlPart::Hash); ++part) {
    Url changed = *url;
    setUrlPart(changed, static_cast<UrlPart>(part), first);
    require(parseUrl(writeUrl(changed), nullptr).has_value());
  }
}

void decode(std::string_view bytes, std::size_t cut) {
  for (const auto kind : {TextEncodingKind::Utf8, TextEncodingKind::Utf16Le, TextEncodingKind::Utf16Be, TextEncodingKind::Windows1252}) {
    TextBuffer whole, parts;
    whole.restart({mostDecoded(bytes.size())});
    parts.restart({mostDecoded(bytes.size())});
    PendingBytes none, pending;
    require(decodeText(whole, bytes, {.kind = kind}, none));
    require(decodeText(parts, bytes.substr(0, cut), {.kind = kind, .more = true}, pending));
    require(decodeText(parts, bytes.substr(cut), {.kind = kind}, pending));
    require(!whole.overflowed() && isUtf8(whole.view()) && whole.view() == parts.view());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = size == 0 ? 0 : data[0] % size;
  decode(bytes, cut);
  if (!isUtf8(bytes.substr(0, cut)) || !isUtf8(bytes.substr(cut))) return 0;
  readUrls(bytes.substr(0, cut), bytes.substr(cut));
  return 0;
}

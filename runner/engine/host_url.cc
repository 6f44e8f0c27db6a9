// URLs and normal forms for scripts. Runs in sealed runners; hostile.
//
// A URL of a script's is its text; what is asked of it is found by parsing that again, unless it was the last
// that was parsed. All text of the parser's lies in the state: natives leave by longjmp.
#include "runner/engine/host_url.h"

#include <algorithm>
#include <memory>

#include "runner/engine/host_natives.h"
#include "runner/engine/normalization.h"
#include "runner/engine/text_decoding.h"
#include "runner/engine/unicode.h"
#include "runner/engine/url_text.h"

namespace isobox::runner {

namespace {

// Longer texts are no URLs, for other engines neither. What is made of one lies beside the engine's heap, in a few copies.
constexpr std::size_t kLongestUrl = std::size_t{2} << 20;
// A form's text, and each of its names and values.
constexpr std::size_t kLongestForm = std::size_t{2} << 20;
// Bytes between two looks at the clock.
constexpr std::size_t kAtOnce = std::size_t{16} << 10;

// The string at `index` as UTF-8, in a text of the state's.
void readText(duk_context* ctx, duk_idx_t index, std::string& to) {
  TextBuffer& out = stateOf(ctx).scratch;
  const std::string_view text = textAt(ctx, index);
  out.restart({text.size() + 8});
  appendEngineText(out, text);
  to.assign(out.view());
  out.restart({0});
}

// Gives back what a large text took.
void forget(std::string& text) {
  if (text.capacity() > kAtOnce) std::string().swap(text);
}

// The same for a part of a form.
void readFormText(duk_context* ctx, duk_idx_t index, std::string& to) {
  if (textAt(ctx, index).size() > kLongestForm) duk_error(ctx, DUK_ERR_RANGE_ERROR, "Invalid string length");
  readText(ctx, index, to);
}

duk_ret_t pushWritten(duk_context* ctx) {
  UrlState& urls = stateOf(ctx).urls;
  urls.parsedText = writeUrl(urls.url);
  pushEngineText(ctx, urls.parsedText);
  return 1;
}

// (text, base or undefined) → text; undefined when it is no URL, null when the base is none.
duk_ret_t parse(duk_context* ctx) {
  UrlState& urls = stateOf(ctx).urls;
  if (duk_is_string(ctx, 1)) {
    urls.base.reset();
    if (textAt(ctx, 1).size() <= kLongestUrl) {
      readText(ctx, 1, urls.input);
      urls.base = parseUrl(urls.input, nullptr);
    }
    if (!urls.base) {
      duk_push_null(ctx);
      return 1;
    }
  } else {
    urls.base.reset();
  }
  if (textAt(ctx, 0).size() > kLongestUrl) return 0;
  readText(ctx, 0, urls.input);
  urls.parsedText.clear();
  auto parsed = parseUrl(urls.input, urls.base ? &*urls.base : nullptr);
  if (!parsed) return 0;
  urls.url = *std::move(parsed);
  return pushWritten(ctx);
}

// (text, part) → text
duk_ret_t readPart(duk_context* ctx) {
  UrlState& urls = stateOf(ctx).urls;
  urls.answer = urlPart(readUrl(ctx, 0), static_cast<UrlPart>(duk_get_uint(ctx, 1)));
  pushEngineText(ctx, urls.answer);
  return 1;
}

duk_ret_t readOrigin(duk_context* ctx) {
  UrlState& urls = stateOf(ctx).urls;
  urls.answer = originOf(readUrl(ctx, 0));
  pushEngineText(ctx, urls.answer);
  return 1;
}

// (text, part, value) → text; what would be too long is left as it is.
duk_ret_t writePart(duk_context* ctx) {
  UrlState& urls = stateOf(ctx).urls;
  if (textAt(ctx, 0).size() + textAt(ctx, 2).size() > kLongestUrl) {
    duk_dup(ctx, 0);
    return 1;
  }
  Url& url = readUrl(ctx, 0);
  readText(ctx, 2, urls.input);
  setUrlPart(url, static_cast<UrlPart>(duk_get_uint(ctx, 1)), urls.input);
  return pushWritten(ctx);
}

// ---- application/x-www-form-urlencoded ----

void appendFormText(TextBuffer& out, std::string_view utf8) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ')
      out.append('+');
    else if (isAlpha(c) || isDigit(c) || c == '*' || c == '-' || c == '.' || c == '_')
      out.append(c);
    else
      out.append('%'), out.append(kHex[byte >> 4]), out.append(kHex[byte & 15]);
  }
}

// [name, value, …] → text
duk_ret_t formWrite(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  restartWithin(state, state.layout, UINT64_MAX);
  const auto count = static_cast<duk_uarridx_t>(duk_get_length(ctx, 0));
  for (duk_uarridx_t i = 0; i < count; ++i) {
    isobox_poll(ctx);
    if (isobox_get_own_index(ctx, 0, i) != ISOBOX_DATA) continue;
    readFormText(ctx, -1, state.urls.input);
    duk_pop(ctx);
    if (i > 0) state.layout.append(i % 2 == 1 ? '=' : '&');
    for (std::string_view rest = state.urls.input; !rest.empty(); rest.remove_prefix(std::min(kAtOnce, rest.size()))) {
      appendFormText(state.layout, rest.substr(0, kAtOnce));
      isobox_pause(ctx);
    }
  }
  requireComplete(ctx, state.layout);
  pushText(ctx, state.layout.view());
  state.layout.restart({0});
  forget(state.urls.input);
  return 1;
}

// Pushes a part of a form's text: '+' is a space, the rest is percent-encoded UTF-8.
void pushFormText(duk_context* ctx, UrlState& urls, std::string_view text) {
  urls.answer.assign(text);
  for (char& c : urls.answer)
    if (c == '+') c = ' ';
  urls.answer = percentDecode(urls.answer);
  TextBuffer& out = stateOf(ctx).layout;  // pushEngineText needs `scratch`
  restartWithin(stateOf(ctx), out, mostDecoded(urls.answer.size()));
  PendingBytes pending;
  (void)decodeText(out, urls.answer, {}, pending);
  requireComplete(ctx, out);
  pushEngineText(ctx, out.view());
}

// Pushes [name, value, …] of the form's text in urls.input.
void pushPairs(duk_context* ctx, UrlState& urls) {
  duk_push_bare_array(ctx);
  duk_uarridx_t count = 0;
  for (std::size_t begin = 0; begin < urls.input.size();) {
    isobox_poll(ctx);
    const std::string_view rest = std::string_view(urls.input).substr(begin);
    const std::string_view pair = rest.substr(0, rest.find('&'));
    begin += pair.size() + 1;
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    pushFormText(ctx, urls, pair.substr(0, equals));
    isobox_define_index(ctx, -2, count++);
    pushFormText(ctx, urls, equals < pair.size() ? pair.substr(equals + 1) : std::string_view());
    isobox_define_index(ctx, -2, count++);
  }
}

// text → [name, value, …]
duk_ret_t formParse(duk_context* ctx) {
  UrlState& urls = stateOf(ctx).urls;
  readFormText(ctx, 0, urls.input);
  pushPairs(ctx, urls);
  forget(urls.input);
  forget(urls.answer);
  return 1;
}

// ---- String.prototype.normalize ----

// (text, form) → text
duk_ret_t normalizeText(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  const std::string_view text = textAt(ctx, 0);
  restartWithin(state, state.layout, 18 * text.size() + 64);  // no character is longer than eighteen in any form
  state.normalizer = std::make_unique<Normalizer>(static_cast<NormalForm>(duk_get_uint(ctx, 1)));
  const auto keep = [&state](std::uint32_t c) { appendCesu8(state.layout, c); };
  for (EngineText rest(text); !rest.empty();) {
    isobox_poll(ctx);
    state.normalizer->take(rest.next(), keep);
  }
  state.normalizer->end(keep);
  requireComplete(ctx, state.layout);
  pushText(ctx, state.layout.view());
  state.layout.restart({0});
  state.normalizer.reset();
  return 1;
}

}  // namespace

Url& readUrl(duk_context* ctx, duk_idx_t index) {
  UrlState& urls = stateOf(ctx).urls;
  readText(ctx, index, urls.input);
  if (urls.parsedText == urls.input) return urls.url;
  auto parsed = parseUrl(urls.input, nullptr);
  urls.url = parsed ? *std::move(parsed) : Url();
  urls.parsedText = urls.input;
  return urls.url;
}

void pushPairsOfQuery(duk_context* ctx, const Url& url) {
  UrlState& urls = stateOf(ctx).urls;
  urls.input = url.query.value_or("");
  pushPairs(ctx, urls);
}

void installHostUrl(duk_context* ctx) {
  duk_push_string(ctx, kUrlSlot);
  isobox_register_intrinsic(ctx, "urlSlot");
  duk_push_string(ctx, kParamsSlot);
  isobox_register_intrinsic(ctx, "paramsSlot");
  registerIntrinsic(ctx, "urlParse", parse, 2);
  registerIntrinsic(ctx, "urlPart", readPart, 2);
  registerIntrinsic(ctx, "urlOrigin", readOrigin, 1);
  registerIntrinsic(ctx, "urlSet", writePart, 3);
  registerIntrinsic(ctx, "formParse", formParse, 1);
  registerIntrinsic(ctx, "formWrite", formWrite, 1);
  registerIntrinsic(ctx, "normalizeText", normalizeText, 2);
}

}  // namespace isobox::runner

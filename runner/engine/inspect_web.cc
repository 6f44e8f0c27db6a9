// Values for people: URLs and their parameters. Runs in sealed runners; no script runs in here.
#include <iterator>

#include "runner/engine/host_url.h"
#include "runner/engine/inspector.h"
#include "runner/engine/text_forms.h"
#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

namespace {

constexpr const char* kParts[] = {"protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"};

}  // namespace

bool Inspector::isWebObject(duk_idx_t index) {
  for (const char* slot : {kUrlSlot, kParamsSlot}) {
    if (!isobox_get_slot(ctx_, index, slot)) continue;
    duk_pop(ctx_);
    return true;
  }
  return false;
}

void Inspector::webObject(duk_idx_t index, int level) {
  const std::size_t begin = out_.size();
  const std::size_t firstMark = state_.marks.size();
  const duk_idx_t top = duk_get_top(ctx_);
  prefix(index);
  out_.append('{');
  const std::size_t opening = out_.size() - begin;
  if (isobox_get_slot(ctx_, index, kUrlSlot)) {
    urlParts(top);
  } else {
    isobox_get_slot(ctx_, index, kParamsSlot);
    if (isobox_get_own_named(ctx_, top, "list") == ISOBOX_DATA) pairs(duk_get_top_index(ctx_));
  }
  duk_set_top(ctx_, top);
  properties(index, level, Skip::Nothing);
  finish(index, {begin, opening, "}", {}, indentation_, true, false, false, false}, firstMark, level);
}

void Inspector::named(const char* name, std::string_view text) {
  startEntry();
  out_.append(name);
  out_.append(": ");
  appendQuoted(out_, text);
}

// The record is at `record`.
void Inspector::urlParts(duk_idx_t record) {
  if (isobox_get_own_named(ctx_, record, "text") != ISOBOX_DATA) return;
  UrlState& urls = state_.urls;
  const Url& url = readUrl(ctx_, duk_get_top_index(ctx_));
  named("href", textAt(ctx_, -1));
  urls.answer = originOf(url);
  named("origin", urls.answer);
  for (std::size_t i = 0; i < std::size(kParts); ++i) {
    const auto part = static_cast<UrlPart>(i);
    if (part == UrlPart::Hash) {
      startEntry();
      out_.append("searchParams: URLSearchParams {");
      pushPairsOfQuery(ctx_, url);
      params(duk_get_top_index(ctx_));
      out_.append('}');
    }
    urls.answer = urlPart(url, part);
    named(kParts[i], urls.answer);
  }
}

// Pairs of an array, each as an entry.
void Inspector::pairs(duk_idx_t list) {
  const auto count = static_cast<std::uint32_t>(duk_get_length(ctx_, list));
  for (std::uint32_t i = 0; i + 1 < count && !out_.overflowed(); i += 2) {
    isobox_poll(ctx_);
    startEntry();
    pair(list, i);
  }
}

void Inspector::pair(duk_idx_t list, std::uint32_t at) {
  for (std::uint32_t i = at; i < at + 2; ++i) {
    if (isobox_get_own_index(ctx_, list, i) != ISOBOX_DATA) continue;
    appendQuoted(out_, textAt(ctx_, -1));
    duk_pop(ctx_);
    if (i == at) out_.append(" => ");
  }
}

// The same on one line, as a part of a URL.
void Inspector::params(duk_idx_t list) {
  const auto count = static_cast<std::uint32_t>(duk_get_length(ctx_, list));
  for (std::uint32_t i = 0; i + 1 < count && !out_.overflowed(); i += 2) {
    isobox_poll(ctx_);
    out_.append(i == 0 ? " " : ", ");
    pair(list, i);
  }
  if (count > 0) out_.append(' ');
}

}  // namespace isobox::runner

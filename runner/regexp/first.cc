// Computes what a part of a pattern can begin with; gives up where that would take long. Runs in sealed
// runners.
#include "runner/regexp/first.h"

#include <algorithm>
#include <bit>

namespace isobox::regexp {
namespace {

// Nodes looked at before anything is held to be possible.
constexpr int kMostNodes = 200;
constexpr int kDeepest = 20;

unsigned leadOf(char32_t c) {
  if (c < 0x80) return c;
  if (c < 0x800) return 0xc0 | c >> 6;
  return c < 0x10000 ? 0xe0 | c >> 12 : 0xed;
}

class Finder {
 public:
  First of(const Node* node, int depth);
  First rest(const Node* node, int depth);

 private:
  static First lineEnd(std::uint32_t flags);
  First alternatives(const Node* node, int depth);
  First repeat(const Node* node, int depth);

  int left_ = kMostNodes;
};

First emptyFirst(bool asserts) {
  First first;
  first.empty = true;
  first.asserts = asserts;
  return first;
}

First Finder::lineEnd(std::uint32_t flags) {
  First first;
  first.end = true;
  if (flags & kMultiline) {
    first.addRange({'\n', '\n'});
    first.addRange({'\r', '\r'});
    first.addRange({0x2028, 0x2029});
  }
  return first;
}

First Finder::alternatives(const Node* node, int depth) {
  First all;
  for (const Node* each = node->child; each; each = each->next) {
    const First one = of(each, depth);
    all.addBytesOf(one);
    all.empty |= one.empty;
  }
  return all;
}

First Finder::repeat(const Node* node, int depth) {
  if (node->most == 0) return emptyFirst(false);
  First first = of(node->child, depth);
  first.empty |= node->least == 0;
  return first;
}

First Finder::rest(const Node* node, int depth) {
  First first = emptyFirst(false);
  for (; node && first.empty; node = node->next) first.then(of(node, depth));
  return first;
}

First Finder::of(const Node* node, int depth) {
  if (--left_ < 0 || depth > kDeepest) return First::any();
  First first;
  switch (node->kind) {
    case NodeKind::Empty:
      return emptyFirst(false);
    case NodeKind::Text:
      addCharacter(first, node->text[0], caseOf(node->flags));
      return first;
    case NodeKind::Set:
      for (const Range& range : node->set) first.addRange(range);
      return first;
    case NodeKind::Capture:
    case NodeKind::Sequence:
      return rest(node->child, depth + 1);
    case NodeKind::Alternatives:
      return alternatives(node, depth + 1);
    case NodeKind::Repeat:
      return repeat(node, depth + 1);
    case NodeKind::LineEnd:
      return lineEnd(node->flags);
    case NodeKind::LineStart:
    case NodeKind::WordBoundary:
    case NodeKind::NoWordBoundary:
    case NodeKind::Look:
      return emptyFirst(true);
    case NodeKind::BackReference:
      return First::any();
  }
  return First::any();
}

}  // namespace

void First::addRange(const Range& range) {
  for (char32_t c = range.first; c < 0x80 && c <= range.last; ++c) addByte(c);
  if (range.last < 0x80) return;
  const char32_t first = std::max<char32_t>(range.first, 0x80);
  const char32_t last = std::min<char32_t>(range.last, 0xffff);
  if (first <= last)
    for (unsigned lead = leadOf(first); lead <= leadOf(last); ++lead) addByte(lead);
  if (range.last < 0x10000) return;
  addByte(0xed);
  for (unsigned lead = 0xf0; lead <= 0xf4; ++lead) addByte(lead);
}

void First::addBytesOf(const First& other) {
  for (int i = 0; i < 8; ++i) bytes[i] |= other.bytes[i];
  end |= other.end;
  accepts |= other.accepts;
  asserts |= other.asserts;
}

void First::then(const First& behind) {
  if (!empty) return;
  const bool fallible = asserts;
  addBytesOf(behind);
  empty = behind.empty;
  // What accepts never fails, unless something before it can.
  if (accepts && fallible) anyByte();
}

bool First::meets(const std::uint32_t* leads) const {
  for (int i = 0; i < 8; ++i)
    if (bytes[i] & leads[i]) return true;
  return false;
}

bool First::isAny() const {
  return end && std::all_of(bytes, bytes + 8, [](std::uint32_t word) { return word == ~0u; });
}

unsigned First::count() const {
  unsigned sum = 0;
  for (const std::uint32_t word : bytes) sum += static_cast<unsigned>(std::popcount(word));
  return sum;
}

void addCharacter(First& first, char32_t c, Case mode) {
  first.addRange({c, c});
  for (char32_t other = nextOfCase(mode, c); other != c; other = nextOfCase(mode, other))
    first.addRange({other, other});
}

First firstOf(const Node* node) {
  return Finder().of(node, 0);
}

First firstOfRest(const Node* node, const First& behind) {
  First first = Finder().rest(node, 0);
  first.then(behind);
  return first;
}

}  // namespace isobox::regexp

// Where a match may begin. Runs in sealed runners.
#include "runner/regexp/compiler.h"

namespace isobox::regexp {
namespace {

constexpr int kDeepest = 20;
// More possible first bytes than this make a table a waste of time.
constexpr unsigned kMostBytes = 160;
constexpr std::size_t kLongestText = 64;

const Node* firstTerm(const Node* node) {
  for (int depth = 0; depth < kDeepest; ++depth) {
    const bool inside = node->kind == NodeKind::Sequence || node->kind == NodeKind::Capture ||
                        (node->kind == NodeKind::Repeat && node->least > 0);
    if (!inside) return node;
    node = node->child;
  }
  return node;
}

}  // namespace

void Compiler::planSearch(Header& header) {
  header.search = Search::Everywhere;
  if (beginsLine(tree_.root, false, 0)) {
    header.search = Search::Begin;
    return;
  }
  if (beginsLine(tree_.root, true, 0) && !hasReferences(tree_.root, 0)) {
    header.search = Search::Line;
    return;
  }
  if (planText(header)) return;
  First first = firstOf(tree_.root);
  if (first.empty || first.end) return;
  const unsigned count = first.count();
  if (count == 1) {
    header.search = Search::Byte;
    for (unsigned byte = 0; byte < 0x100; ++byte)
      if (hasByte(first.bytes, byte)) header.searchAt = byte;
  } else if (count <= kMostBytes) {
    header.search = Search::Table;
    header.searchAt = placeLeads(first.bytes);
  }
}

bool Compiler::planText(Header& header) {
  const Node* node = firstTerm(tree_.root);
  if (node->kind != NodeKind::Text) return false;
  case_ = caseOf(node->flags);
  List<char> bytes;
  for (const char32_t c : node->text) {
    if (!isLiteral(c) || bytes.size() >= kLongestText) break;
    appendUtf(bytes, c);
  }
  if (bytes.size() < 2) return false;
  header.search = Search::Text;
  header.searchSize = static_cast<Word>(bytes.size());
  header.searchAt = placeBytes(data_, {bytes.begin(), bytes.size()});
  return true;
}

// Whether all matches begin where ^ is (`many` false), or with .* (`many` true).
bool Compiler::beginsLine(const Node* node, bool many, int depth) const {
  if (depth > kDeepest) return false;
  switch (node->kind) {
    case NodeKind::LineStart:
      return !many && !(node->flags & kMultiline);
    case NodeKind::Capture:
    case NodeKind::Sequence:
      return beginsLine(node->child, many, depth + 1);
    case NodeKind::Repeat: {
      if (!many || !node->greedy || node->most != kForever) return false;
      const List<Range>& set = node->child->set;
      constexpr std::size_t kLineRanges = 4;  // of everything but line terminators
      return node->child->kind == NodeKind::Set && !(node->child->flags & kDotAll) && set.size() == kLineRanges &&
             set[0].first == 0 && set[0].last == 9 && set[1].first == 0xb && set[1].last == 0xc &&
             set[2].first == 0xe && set[2].last == 0x2027 && set[3].first == 0x202a &&
             set[3].last == kLastCodePoint;
    }
    default:
      return false;
  }
}

bool Compiler::hasReferences(const Node* node, int depth) const {
  if (depth > kDeepest || node->kind == NodeKind::BackReference) return true;
  if (node->kind == NodeKind::Text || node->kind == NodeKind::Set) return false;
  for (const Node* each = node->child; each; each = each->next)
    if (hasReferences(each, depth + 1)) return true;
  return false;
}

}  // namespace isobox::regexp

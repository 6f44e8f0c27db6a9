// Unicode's normal forms and the mapping of domain names. Runs in sealed runners; reads a hostile script's
// text.
#include "runner/engine/normalization.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "normalization_tables.h"

namespace isobox::runner {

namespace {

// Hangul is computed.
constexpr std::uint32_t kSyllables = 0xac00, kLeads = 0x1100, kVowels = 0x1161, kTails = 0x11a7;
constexpr std::uint32_t kLeadCount = 19, kVowelCount = 21, kTailCount = 28;

template <std::size_t Size>
const tables::Mapping* find(const tables::Mapping (&map)[Size], std::uint32_t code) {
  const auto* found = std::lower_bound(std::begin(map), std::end(map), code,
                                       [](const auto& each, std::uint32_t c) { return each.code < c; });
  return found != std::end(map) && found->code == code ? found : nullptr;
}

// 0: they do not compose.
std::uint32_t compose(std::uint32_t first, std::uint32_t second) {
  if (first >= kLeads && first < kLeads + kLeadCount && second >= kVowels && second < kVowels + kVowelCount)
    return kSyllables + ((first - kLeads) * kVowelCount + (second - kVowels)) * kTailCount;
  if (first >= kSyllables && first < kSyllables + kLeadCount * kVowelCount * kTailCount &&
      (first - kSyllables) % kTailCount == 0 && second > kTails && second < kTails + kTailCount)
    return first + (second - kTails);
  const auto* found = std::lower_bound(
      std::begin(tables::kCompositions), std::end(tables::kCompositions), std::pair(first, second),
      [](const auto& each, const auto& pair) { return std::pair(each.first, each.second) < pair; });
  const bool there =
      found != std::end(tables::kCompositions) && found->first == first && found->second == second;
  return there ? found->composed : 0;
}

bool isUsable(std::uint32_t c) {
  const auto* next = std::upper_bound(std::begin(tables::kUsable), std::end(tables::kUsable), c);
  return (next - std::begin(tables::kUsable)) % 2 == 1;
}

// What NFKC_Casefold and UTS 46 see differently.
bool appendForDomain(std::vector<std::uint32_t>& out, std::uint32_t c) {
  if (c == 0x3002 || c == 0xff0e || c == 0xff61) return out.push_back('.'), true;
  if (c == 0xdf || c == 0x3c2 || c == 0x200c || c == 0x200d) return out.push_back(c), true;
  if (c == 0x1e9e) return out.push_back(0xdf), true;
  if (!isUsable(c) && c >= 0x80) return false;
  if (const auto* found = find(tables::kFolded, c)) {
    for (std::uint32_t i = 0; i < found->length; ++i) out.push_back(tables::kFoldedPool[found->offset + i]);
  } else {
    out.push_back(c);
  }
  return true;
}

}  // namespace

std::uint32_t Normalizer::classOf(std::uint32_t c) {
  if (c < 0x300) return 0;
  const auto* found =
      std::lower_bound(std::begin(tables::kCombiningClasses), std::end(tables::kCombiningClasses), c,
                       [](const auto& each, std::uint32_t code) { return each.code < code; });
  return found != std::end(tables::kCombiningClasses) && found->code == c ? found->value : 0;
}

void Normalizer::decompose(std::uint32_t c) {
  decomposed_.clear();
  if (c >= kSyllables && c < kSyllables + kLeadCount * kVowelCount * kTailCount) {
    const std::uint32_t index = c - kSyllables;
    decomposed_ = {kLeads + index / (kVowelCount * kTailCount), kVowels + index / kTailCount % kVowelCount};
    if (index % kTailCount != 0) decomposed_.push_back(kTails + index % kTailCount);
    return;
  }
  const bool canonical = form_ == NormalForm::Nfc || form_ == NormalForm::Nfd;
  const tables::Mapping* found = c < 0xa0    ? nullptr
                                 : canonical ? find(tables::kCanonical, c)
                                             : find(tables::kCompatible, c);
  if (!found) return decomposed_.push_back(c);
  const std::uint32_t* pool = (canonical ? tables::kCanonicalPool : tables::kCompatiblePool) + found->offset;
  decomposed_.assign(pool, pool + found->length);
}

void Normalizer::finishRow() {
  if (row_.size() < 2) return;
  const bool starts = classOf(row_[0]) == 0;
  std::stable_sort(row_.begin() + (starts ? 1 : 0), row_.end(),
                   [](std::uint32_t a, std::uint32_t b) { return classOf(a) < classOf(b); });
  if (!composes() || !starts) return;
  // What is not between the starter and a character of the same or a higher class goes into the starter.
  std::size_t kept = 1;
  std::uint32_t lastClass = 0;
  for (std::size_t i = 1; i < row_.size(); ++i) {
    const std::uint32_t itsClass = classOf(row_[i]);
    const bool blocked = kept > 1 && lastClass >= itsClass;
    const std::uint32_t composed = blocked ? 0 : compose(row_[0], row_[i]);
    if (composed != 0) {
      row_[0] = composed;
      continue;
    }
    lastClass = itsClass;
    row_[kept++] = row_[i];
  }
  row_.resize(kept);
}

bool Normalizer::joinsRow(std::uint32_t starter) {
  const std::uint32_t composed = row_.size() == 1 ? compose(row_[0], starter) : 0;
  if (composed != 0) row_[0] = composed;
  return composed != 0;
}

char joiningType(std::uint32_t c) {
  const auto* after = std::upper_bound(std::begin(tables::kJoining), std::end(tables::kJoining), c,
                                       [](std::uint32_t code, const auto& each) { return code < each.first; });
  if (after == std::begin(tables::kJoining)) return 'U';
  const auto& range = *std::prev(after);
  return c <= range.last ? range.type : 'U';
}

std::vector<std::uint32_t> mapForDomain(const std::vector<std::uint32_t>& characters) {
  std::vector<std::uint32_t> mapped, out;
  for (const std::uint32_t c : characters)
    if (!appendForDomain(mapped, c)) return {};
  Normalizer normalizer(NormalForm::Nfc);
  const auto keep = [&out](std::uint32_t c) { out.push_back(c); };
  for (const std::uint32_t c : mapped) normalizer.take(c, keep);
  normalizer.end(keep);
  return out;
}

}  // namespace isobox::runner

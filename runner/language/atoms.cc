// Names, each kept once, and which of them are words of the language. Runs in sealed runners; the names are
// hostile.
#include "runner/language/atoms.h"

#include <array>

#include "runner/language/lexer.h"

namespace isobox::language {
namespace {

struct Word {
  std::string_view text;
  TokenKind kind;
};

using enum TokenKind;
constexpr Word kWords[] = {
    {"break", Break},
    {"case", Case},
    {"catch", Catch},
    {"class", Class},
    {"const", Const},
    {"continue", Continue},
    {"debugger", Debugger},
    {"default", Default},
    {"delete", Delete},
    {"do", Do},
    {"else", Else},
    {"enum", Enum},
    {"export", Export},
    {"extends", Extends},
    {"false", False},
    {"finally", Finally},
    {"for", For},
    {"function", Function},
    {"if", If},
    {"import", Import},
    {"in", In},
    {"instanceof", InstanceOf},
    {"new", New},
    {"null", Null},
    {"return", Return},
    {"super", Super},
    {"switch", Switch},
    {"this", This},
    {"throw", Throw},
    {"true", True},
    {"try", Try},
    {"typeof", TypeOf},
    {"var", Var},
    {"void", Void},
    {"while", While},
    {"with", With},
    {"await", Await},
    {"yield", Yield},
    {"let", Let},
    {"static", Static},
    {"implements", Implements},
    {"interface", Interface},
    {"package", Package},
    {"private", Private},
    {"protected", Protected},
    {"public", Public},
    {"eval", Eval},
    {"arguments", Arguments},
    {"as", As},
    {"async", Async},
    {"from", From},
    {"get", Get},
    {"set", Set},
    {"of", Of},
    {"target", Target},
    {"meta", Meta},
    {"accessor", Accessor},
    {"constructor", Constructor},
    {"abstract", Abstract},
    {"any", Any},
    {"asserts", Asserts},
    {"declare", Declare},
    {"infer", Infer},
    {"is", Is},
    {"keyof", KeyOf},
    {"module", Module},
    {"namespace", Namespace},
    {"never", Never},
    {"object", Object_},
    {"out", Out},
    {"override", Override},
    {"readonly", ReadOnly},
    {"require", Require},
    {"satisfies", Satisfies},
    {"type", Type},
    {"unique", Unique},
    {"unknown", Unknown},
    {"global", Global},
    {"symbol", Symbol_},
};
constexpr std::size_t kShortest = 2, kLongest = 11;

constexpr std::size_t wordSlot(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  return (byte(0) * 7u + byte(1) * 3u + byte(text.size() - 1) + text.size() * 17u) & 255u;
}

// Open addressing over kWords: index + 1, 0 where there is nothing. Made by the compiler, so that a new table
// of atoms costs nothing.
constexpr auto kWordTable = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < std::size(kWords); ++i) {
    std::size_t slot = wordSlot(kWords[i].text);
    while (table[slot] != 0) slot = (slot + 1) & 255u;
    table[slot] = static_cast<std::uint8_t>(i + 1);
  }
  return table;
}();

std::uint16_t keywordOf(std::string_view text) {
  if (text.size() < kShortest || text.size() > kLongest) return 0;
  for (std::size_t slot = wordSlot(text); kWordTable[slot] != 0; slot = (slot + 1) & 255u) {
    const Word& word = kWords[kWordTable[slot] - 1];
    if (word.text == text) return static_cast<std::uint16_t>(word.kind);
  }
  return 0;
}

__extension__ using Wide = unsigned __int128;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
constexpr std::size_t kFirstSlots = 64;

}  // namespace

AtomTable::AtomTable(Arena& arena, std::uint64_t seed) : arena_(arena), seed_(seed), slots_(kFirstSlots) {}

// Every step multiplies what only this process knows, so that collisions cannot be prepared.
std::uint32_t AtomTable::hash(std::string_view text) const {
  std::uint64_t state = seed_ ^ (text.size() * kOdd);
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    state = mix(state ^ word, kOdd);
  }
  std::uint64_t tail = 0;
  if (left != 0) std::memcpy(&tail, at, left);
  state = mix(mix(state ^ tail, kOdd), seed_ | 1);
  return static_cast<std::uint32_t>(state ^ (state >> 32));
}

const Atom* AtomTable::intern(std::string_view cesu8) {
  const std::uint32_t hashed = hash(cesu8);
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hashed & mask;
  for (; slots_[slot] != nullptr; slot = (slot + 1) & mask)
    if (slots_[slot]->hash == hashed && slots_[slot]->text == cesu8) return slots_[slot];
  const Atom* atom = arena_.make<Atom>(arena_.copy(cesu8), hashed, keywordOf(cesu8));
  slots_[slot] = atom;
  if (std::size_t{++used_} * 2 > slots_.size()) grow();
  return atom;
}

void AtomTable::grow() {
  std::vector<const Atom*> larger(slots_.size() * 4);
  const std::size_t mask = larger.size() - 1;
  for (const Atom* atom : slots_) {
    if (atom == nullptr) continue;
    std::size_t slot = atom->hash & mask;
    while (larger[slot] != nullptr) slot = (slot + 1) & mask;
    larger[slot] = atom;
  }
  slots_.swap(larger);
}

}  // namespace isobox::language

// BigInt literals, as values and as names of properties. Runs in sealed runners; hostile text.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "runner/bigint/magnitude.h"
#include "runner/language/parser_internal.h"

namespace isobox::language {

namespace {

// What the largest integer has: 2^20 bits.
constexpr std::size_t kMostDecimals = 315'653;

/// Memory for arithmetic on one literal, whose size is bounded.
class Memory {
 public:
  Memory() : host_{this, &Memory::take, &Memory::give, [](void*, std::uint32_t) {}} {}
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  const isobox_bigint_host* host() const { return &host_; }

 private:
  static std::uint32_t* take(void* owner, std::size_t limbs) {
    auto& blocks = static_cast<Memory*>(owner)->blocks_;
    blocks.push_back(std::make_unique<std::uint32_t[]>(limbs + 1));
    return blocks.back().get();
  }
  static void give(void* owner) { static_cast<Memory*>(owner)->blocks_.pop_back(); }

  std::vector<std::unique_ptr<std::uint32_t[]>> blocks_;
  isobox_bigint_host host_;
};

unsigned radixOf(char letter) {
  switch (letter | 0x20) {
    case 'x':
      return 16;
    case 'o':
      return 8;
    case 'b':
      return 2;
    default:
      return 10;
  }
}

std::string decimalOf(std::string_view digits, unsigned radix) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (radix == 10) return std::string(digits);
  const Memory memory;
  std::vector<std::uint32_t> limbs(isobox_magnitude_parse_room(digits.size(), radix));
  isobox_magnitude_parse(memory.host(), limbs.data(), digits.data(), digits.size(), radix);
  limbs.resize(isobox_magnitude_trim(limbs.data(), limbs.size()));
  std::string text(isobox_magnitude_text_room(limbs.size(), 10), '0');
  text.erase(0, isobox_magnitude_text(memory.host(), text.data(), text.size(), limbs.data(), limbs.size(), 10));
  return text;
}

}  // namespace

/// The token's digits, without prefix, separators and the n.
BigIntLiteral Parser::readBigInt() {
  std::string_view text = token_.text.substr(0, token_.text.size() - 1);
  BigIntLiteral literal{};
  literal.radix = text.size() > 2 && text[0] == '0' ? radixOf(text[1]) : 10;
  if (literal.radix != 10) text.remove_prefix(2);
  std::string digits(text);
  std::erase(digits, '_');
  const std::size_t bits = literal.radix == 16 ? 4 : literal.radix == 8 ? 3 : 1;
  const std::size_t most = literal.radix == 10 ? kMostDecimals : ISOBOX_BIGINT_MAX_BITS / bits;
  if (digits.size() > most) fail(token_.begin, "BigInt literal is too large");
  literal.digits = arena_.copy(digits);
  return literal;
}

Node* Parser::parseBigInt() {
  const BigIntLiteral read = readBigInt();
  auto* node = make<BigIntLiteral>(NodeKind::BigInt, token_.begin);
  node->digits = read.digits;
  node->radix = read.radix;
  advance();
  return finish(node);
}

/// As the name of a property it is its decimal digits.
Node* Parser::parseBigIntKey() {
  const BigIntLiteral read = readBigInt();
  StringLiteral* key = makeString(arena_.copy(decimalOf(read.digits, read.radix)), token_.begin, token_.end);
  advance();
  return key;
}

}  // namespace isobox::language

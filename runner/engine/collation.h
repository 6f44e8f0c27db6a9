// The order of texts for people: that of English, as the root of CLDR has it for letters, digits and
// punctuation. Runs in sealed runners; reads a hostile script's text. Knows nothing of Duktape.
#ifndef ISOBOX_RUNNER_ENGINE_COLLATION_H
#define ISOBOX_RUNNER_ENGINE_COLLATION_H

#include <cstdint>
#include <string_view>
#include <vector>

namespace isobox::runner {

/// What counts as a difference, from letters alone to everything.
enum class Sensitivity : std::uint8_t { Base = 0, Accent = 1, Case = 2, Variant = 3 };

struct CollationOptions {
  Sensitivity sensitivity = Sensitivity::Variant;
  bool numeric = false;  // "2" before "10"
  bool ignorePunctuation = false;
  bool upperFirst = false;
};

class Collation {
 public:
  /// Negative, 0 or positive. Both are engine's strings.
  int compare(std::string_view a, std::string_view b, const CollationOptions& options);

 private:
  struct Element {
    std::uint32_t primary;    // 0: only the others count
    std::uint16_t secondary;  // accents
    std::uint8_t tertiary;    // case and kind
  };
  using Elements = std::vector<Element>;

  static void read(std::string_view text, const CollationOptions& options, Elements& elements);
  Elements a_, b_;  // kept, so that sorting allocates once
};

}  // namespace isobox::runner

#endif

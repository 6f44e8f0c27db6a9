// The order of texts for people: that of English, as the root of CLDR has it for letters, digits and
// punctuation. Runs in sealed runners; reads a hostile script's text. Knows nothing of Duktape.
#ifndef ISOBOX_RUNNER_ENGINE_COLLATION_H
#define ISOBOX_RUNNER_ENGINE_COLLATION_H

#include <cstdint>
#include <string_view>
#include <vector>

#include "runner/engine/normalization.h"
#include "runner/engine/unicode.h"

namespace isobox::runner {

/// What counts as a difference, from letters alone to everything.
enum class Sensitivity : std::uint8_t { Base = 0, Accent = 1, Case = 2, Variant = 3 };

struct CollationOptions {
  Sensitivity sensitivity = Sensitivity::Variant;
  bool numeric = false;  // "2" before "10"
  bool ignorePunctuation = false;
  bool upperFirst = false;
};

/// Called after so many characters; may leave by longjmp.
struct CollationPause {
  void (*call)(void*) = nullptr;
  void* with = nullptr;
};

class Collation {
 public:
  /// Negative, 0 or positive. Both are engine's strings.
  int compare(std::string_view a, std::string_view b, const CollationOptions& options, CollationPause pause = {});

 private:
  struct Element {
    std::uint32_t primary;    // 0: only the others count
    std::uint16_t secondary;  // accents
    std::uint8_t tertiary;    // case and kind
  };

  /// The elements of one text, made as they are asked for: a text may be as large as the engine's heap.
  class Reader {
   public:
    void begin(std::string_view text, const CollationOptions& options, CollationPause pause);
    /// False at the end.
    bool next(Element& element);

   private:
    bool isComplete() const;
    void readCharacter();
    void take(std::uint32_t character);
    void takeDigit(std::uint32_t digit);
    void takeMark(std::uint32_t mark);
    void takeLetter(std::uint32_t character, std::uint16_t mark);

    CollationOptions options_;
    CollationPause pause_;
    EngineText rest_{std::string_view()};
    Normalizer normalizer_{NormalForm::Nfd};
    std::vector<Element> ready_;  // read and not yet given; marks may still change the last
    std::size_t given_ = 0;
    std::size_t numberAt_ = 0;  // of the number that is being read: its element, which counts its digits
    std::uint32_t characters_ = 0;
    bool ascii_ = true, ended_ = true, inNumber_ = false;
  };

  Reader a_, b_;  // kept, so that sorting allocates once
};

}  // namespace isobox::runner

#endif

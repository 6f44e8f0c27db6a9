// Control messages as bytes: one tag byte, the index in the variant, then the fields. Trusted on all sides.
#include "ipc/control.h"

#include "ipc/base/bytes.h"

namespace isobox::ipc {
namespace {

void putFields(auto& out, const FilterLoaded& m) { out.put(m.setupPage); }
void putFields(auto& out, const Spawned& m) { out.put(m.runner); }
void putFields(auto& out, const Exited& m) {
  out.put(m.runner).put(m.code).put(m.status);
  out.put(m.userMicros).put(m.systemMicros).put(m.maxResidentBytes);
}

struct Encoder {
  ByteWriter& out;
  void operator()(const BeginLaunch&) {}
  void operator()(const Launched&) {}
  void operator()(const LaunchFailed& m) { out.putString(m.step).put(m.code).putString(m.detail); }
  void operator()(const FilterLoaded& m) { putFields(out, m); }
  void operator()(const ZygoteReady& m) {
    out.put(static_cast<std::uint32_t>(m.facts.size()));
    for (const auto& [name, fact] : m.facts) out.putString(name).putString(fact);
  }
  void operator()(const SpawnOrder& m) { out.put(m.runner).put(m.uid).put(m.gid).putFlag(m.wish.awaited).putFlag(m.wish.brief); }
  void operator()(const Spawned& m) { putFields(out, m); }
  void operator()(const SpawnFailed& m) { out.put(m.runner).putString(m.step).put(m.code); }
  void operator()(const Exited& m) { putFields(out, m); }
  void operator()(const FileWanted& m) { out.putString(m.path); }
  void operator()(const FileGiven& m) { out.putFlag(m.found).put(m.size); }
};

struct Decoder {
  ByteReader& in;
  void operator()(BeginLaunch&) {}
  void operator()(Launched&) {}
  void operator()(LaunchFailed& m) {
    m.step = in.getString();
    m.code = in.get<std::int32_t>();
    m.detail = in.getString();
  }
  void operator()(FilterLoaded& m) { m.setupPage = in.get<std::uint64_t>(); }
  void operator()(ZygoteReady& m) {
    for (auto left = in.get<std::uint32_t>(); left > 0 && in.good(); --left) {
      std::string name(in.getString());
      m.facts.emplace_back(std::move(name), std::string(in.getString()));
    }
  }
  void operator()(SpawnOrder& m) {
    m.runner = in.get<std::uint64_t>();
    m.uid = in.get<std::uint32_t>();
    m.gid = in.get<std::uint32_t>();
    m.wish.awaited = in.getFlag();
    m.wish.brief = in.getFlag();
  }
  void operator()(Spawned& m) { m.runner = in.get<std::uint64_t>(); }
  void operator()(SpawnFailed& m) {
    m.runner = in.get<std::uint64_t>();
    m.step = in.getString();
    m.code = in.get<std::int32_t>();
  }
  void operator()(Exited& m) {
    m.runner = in.get<std::uint64_t>();
    m.code = in.get<std::int32_t>();
    m.status = in.get<std::int32_t>();
    m.userMicros = in.get<std::uint64_t>();
    m.systemMicros = in.get<std::uint64_t>();
    m.maxResidentBytes = in.get<std::uint64_t>();
  }
  void operator()(FileWanted& m) { m.path = in.getString(); }
  void operator()(FileGiven& m) {
    m.found = in.getFlag();
    m.size = in.get<std::uint64_t>();
  }
};

template <std::size_t Index = 0>
std::optional<ControlMessage> parseAs(std::size_t tag, ByteReader& reader) {
  if constexpr (Index < std::variant_size_v<ControlMessage>) {
    if (tag != Index) return parseAs<Index + 1>(tag, reader);
    std::variant_alternative_t<Index, ControlMessage> message;
    Decoder{reader}(message);
    if (!reader.complete()) return std::nullopt;
    return message;
  } else {
    return std::nullopt;
  }
}

template <class Message>
std::string_view encodeInto(const Message& message, ControlRoom& room) {
  FixedWriter writer(room);
  writer.put(static_cast<std::uint8_t>(ControlMessage(message).index()));
  putFields(writer, message);
  return writer.bytes();
}

}  // namespace

std::string_view encodeControl(const FilterLoaded& message, ControlRoom& room) { return encodeInto(message, room); }
std::string_view encodeControl(const Spawned& message, ControlRoom& room) { return encodeInto(message, room); }
std::string_view encodeControl(const Exited& message, ControlRoom& room) { return encodeInto(message, room); }

std::string encodeControl(const ControlMessage& message) {
  ByteWriter writer;
  writer.put(static_cast<std::uint8_t>(message.index()));
  std::visit(Encoder{writer}, message);
  return writer.take();
}

std::optional<ControlMessage> parseControl(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto tag = reader.get<std::uint8_t>();
  if (!reader.good()) return std::nullopt;
  return parseAs(tag, reader);
}

}  // namespace isobox::ipc

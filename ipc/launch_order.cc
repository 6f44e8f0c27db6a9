// The launch order as bytes. Runs in the supervisor, the launcher and the zygote. Trusted.
#include "ipc/launch_order.h"

#include "ipc/base/bytes.h"

namespace isobox::ipc {
namespace {

constexpr std::uint32_t kMagic = 0x31584249;  // "IBX1"

void putMappings(ByteWriter& writer, const std::vector<IdMapping>& mappings) {
  writer.put(static_cast<std::uint32_t>(mappings.size()));
  for (const IdMapping& m : mappings) writer.put(m.inside).put(m.outside).put(m.count);
}

std::vector<IdMapping> getMappings(ByteReader& reader) {
  std::vector<IdMapping> mappings;
  for (auto left = reader.get<std::uint32_t>(); left > 0 && reader.good(); --left) {
    IdMapping m;
    m.inside = reader.get<std::uint32_t>();
    m.outside = reader.get<std::uint32_t>();
    m.count = reader.get<std::uint32_t>();
    mappings.push_back(m);
  }
  return mappings;
}

void putLimits(ByteWriter& writer, const std::vector<ResourceLimit>& limits) {
  writer.put(static_cast<std::uint32_t>(limits.size()));
  for (const ResourceLimit& limit : limits) writer.put(limit.resource).put(limit.value);
}

std::vector<ResourceLimit> getLimits(ByteReader& reader) {
  std::vector<ResourceLimit> limits;
  for (auto left = reader.get<std::uint32_t>(); left > 0 && reader.good(); --left) {
    ResourceLimit limit;
    limit.resource = reader.get<std::int32_t>();
    limit.value = reader.get<std::uint64_t>();
    limits.push_back(limit);
  }
  return limits;
}

void putStrings(ByteWriter& writer, const std::vector<std::string>& strings) {
  writer.put(static_cast<std::uint32_t>(strings.size()));
  for (const auto& each : strings) writer.putString(each);
}

std::vector<std::string> getStrings(ByteReader& reader) {
  std::vector<std::string> strings;
  for (auto left = reader.get<std::uint32_t>(); left > 0 && reader.good(); --left) strings.emplace_back(reader.getString());
  return strings;
}

}  // namespace

std::string encodeLaunchOrder(const LaunchOrder& order) {
  ByteWriter writer;
  writer.put(kMagic).put(order.mapWriter).putFlag(order.denySetgroups);
  putMappings(writer, order.uids);
  putMappings(writer, order.gids);
  writer.put(order.namespaces).putString(order.setupFilter).putString(order.runnerFilter);
  putLimits(writer, order.inheritedLimits);
  putLimits(writer, order.runnerLimits);
  writer.put(order.arena.count).putFlag(order.requireLandlock);
  putStrings(writer, order.preload);
  putStrings(writer, order.whitelist);
  return writer.take();
}

std::optional<LaunchOrder> parseLaunchOrder(std::string_view bytes) {
  ByteReader reader(bytes);
  if (reader.get<std::uint32_t>() != kMagic) return std::nullopt;
  LaunchOrder order;
  order.mapWriter = reader.get<MapWriter>();
  order.denySetgroups = reader.getFlag();
  order.uids = getMappings(reader);
  order.gids = getMappings(reader);
  order.namespaces = reader.get<std::uint64_t>();
  order.setupFilter = reader.getString();
  order.runnerFilter = reader.getString();
  order.inheritedLimits = getLimits(reader);
  order.runnerLimits = getLimits(reader);
  order.arena.count = reader.get<std::uint64_t>();
  order.requireLandlock = reader.getFlag();
  order.preload = getStrings(reader);
  order.whitelist = getStrings(reader);
  if (!reader.complete()) return std::nullopt;
  return order;
}

}  // namespace isobox::ipc

// A supervisor's metrics as a table. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_METRICS_TABLE_H
#define ISOBOX_IPC_CLIENT_CLI_METRICS_TABLE_H

#include <boost/json/object.hpp>
#include <string>

namespace isobox::cli {

/// A line for each tenant there is something of, and one for all. `metrics`: as IsoBox::supervisorMetrics gives them.
std::string metricsTable(const boost::json::object& metrics);

}  // namespace isobox::cli

#endif

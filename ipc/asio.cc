// The part of Boost.Asio that is not templates, compiled once for all programs that wait with it (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>

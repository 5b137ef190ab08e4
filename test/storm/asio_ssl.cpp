// Asio is compiled apart in this project (BOOST_ASIO_SEPARATE_COMPILATION), and its TLS, which aloft does not use,
// here.
#include <boost/asio/ssl/impl/src.hpp>

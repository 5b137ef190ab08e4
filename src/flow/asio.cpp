// The compiled half of Boost.Asio, so that no other file has to compile it again. With the deprecated parts, which
// users of the library may call.
#undef BOOST_ASIO_NO_DEPRECATED

#include <boost/asio/impl/src.hpp>

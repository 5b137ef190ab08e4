# Included by aloft-config.cmake after the targets, with aloft_data_folder set to the installation's share/aloft: programs
# that link aloft::model learn where its packs lie. They are found so even if the installation was moved.
set(aloft_data_source ${CMAKE_CURRENT_BINARY_DIR}/aloft_data_folder.cpp)
configure_file(${CMAKE_CURRENT_LIST_DIR}/data_folder.cpp.in ${aloft_data_source} @ONLY)
set_property(TARGET aloft::model APPEND PROPERTY INTERFACE_SOURCES ${aloft_data_source})
unset(aloft_data_source)

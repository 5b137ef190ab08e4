# What find_package(aloft) finds. Component sigv4 is the signer alone; `cmake --install DIR --component sigv4` installs no
# more.

include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/aloft)

configure_package_config_file(cmake/aloft-config.cmake.in aloft-config.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(aloft-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/aloft-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/aloft-config-version.cmake
  DESTINATION ${package_folder} COMPONENT sigv4)
install(EXPORT aloft_sigv4 NAMESPACE aloft:: FILE aloft-sigv4-targets.cmake DESTINATION ${package_folder} COMPONENT sigv4)

foreach(header sigv4 post_policy login_token http_message credentials error timestamp)
  install(FILES include/aloft/${header}.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/aloft COMPONENT sigv4)
endforeach()

# Component credentials: aloft::credentials, which goes with the signer. It needs no model pack.
if(TARGET aloft_client)
  install(EXPORT aloft_credentials NAMESPACE aloft:: FILE aloft-credentials-targets.cmake DESTINATION ${package_folder}
    COMPONENT credentials)
  install(FILES cmake/FindZstd.cmake cmake/FindNghttp2.cmake DESTINATION ${package_folder} COMPONENT credentials)
  foreach(header credential_chain completion option_text shared_value log clock)
    install(FILES include/aloft/${header}.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/aloft COMPONENT credentials)
  endforeach()
endif()

# The whole library: aloft::aloft, all public headers. The model packs are installed by models/.
if(TARGET aloft_client)
  add_library(aloft_whole INTERFACE)
  set_target_properties(aloft_whole PROPERTIES EXPORT_NAME aloft)
  add_library(aloft::aloft ALIAS aloft_whole)
  foreach(layer client services local)
    if(TARGET aloft_${layer})
      target_link_libraries(aloft_whole INTERFACE aloft_${layer})
    endif()
  endforeach()
  install(TARGETS aloft_whole EXPORT aloft)
  install(EXPORT aloft NAMESPACE aloft:: FILE aloft-targets.cmake DESTINATION ${package_folder})
  install(DIRECTORY include/aloft DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endif()

# Helpers of the build: layers, tests, fuzz targets.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# Some 70 programs are linked with the same libraries: mold takes a quarter of the time. Whoever wants another linker
# configures with MOLD_PROGRAM=OFF.
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

# What every target of the project is compiled with.
add_library(aloft_options INTERFACE)
target_compile_options(aloft_options INTERFACE -Wall -Wextra -Wpedantic $<$<BOOL:${ALOFT_WERROR}>:-Werror>)
# GCC 12 sees overlaps in plain uses of std::string once it optimizes (its bug 105651).
target_compile_options(aloft_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
# libzstd, zlib and Boost need no warnings of ours; Asio without its deprecated parts compiles faster.
target_compile_definitions(aloft_options INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_ARRAY
  BOOST_ASIO_DISABLE_BOOST_REGEX BOOST_ASIO_DISABLE_BOOST_DATE_TIME)
# The sanitizers' presets are unity builds: most of a compiler's time goes into the same headers and templates again and
# again. A source that is included by another file has nothing in its anonymous namespace that GCC takes for its own.
if(CMAKE_UNITY_BUILD)
  target_compile_options(aloft_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
# What the compiler and the linker can do against a fault that slipped in. Fortified calls need an optimizer; the
# sanitizers see the same faults better.
if(ALOFT_HARDENED)
  include(CheckCXXCompilerFlag)
  check_cxx_compiler_flag(-fcf-protection ALOFT_HAS_CF_PROTECTION)  # x86 alone
  target_compile_options(aloft_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong
    $<$<BOOL:${ALOFT_HAS_CF_PROTECTION}>:-fcf-protection>)
  target_link_options(aloft_options INTERFACE -Wl,-z,relro,-z,now)
endif()
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)  # without it CMAKE_POSITION_INDEPENDENT_CODE is no option of the linker
if(ALOFT_SANITIZE STREQUAL "address")
  # Instrumented, GCC takes the inactive half of a result for an uninitialized value, and coroutine frames of Asio for
  # freed by another function than the one that made them.
  target_compile_options(aloft_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
    "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-mismatched-new-delete>")
  target_link_options(aloft_options INTERFACE -fsanitize=address,undefined)
elseif(ALOFT_SANITIZE STREQUAL "thread")
  # ThreadSanitizer does not see through fences. Asio's last reference to an executor is released by one; without
  # std::atomic Asio counts with Boost's own counter, which needs none. So no fence is left for it to misjudge.
  target_compile_options(aloft_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer
    "$<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>")
  target_compile_definitions(aloft_options INTERFACE BOOST_ASIO_DISABLE_STD_ATOMIC)
  target_link_options(aloft_options INTERFACE -fsanitize=thread)
elseif(ALOFT_SANITIZE)
  message(FATAL_ERROR "ALOFT_SANITIZE is \"${ALOFT_SANITIZE}\"; expected address, thread or nothing")
endif()

# aloft_alone(SOURCES…): these sources of the folder have local names that others of their target have, too, so they are
# compiled by themselves in unity builds.
function(aloft_alone)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# aloft_layer(NAME SOURCES a.cpp … [LINKS targets …] [PRIVATE targets …]): the library aloft_NAME, exported.
# LINKS go on to whoever uses the layer, PRIVATE are seen by this layer alone. The layers of the signer are a package
# component of their own, sigv4; with those that find an identity they are the component credentials.
set(ALOFT_SIGV4_LAYERS core crypto auth)
set(ALOFT_CREDENTIALS_LAYERS model document jmespath paging serde protocol endpoint flow http runtime config client credentials)
function(aloft_layer name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS;PRIVATE" ${ARGN})
  add_library(aloft_${name} STATIC ${arg_SOURCES})
  target_include_directories(aloft_${name}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
           $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
  target_compile_features(aloft_${name} PUBLIC cxx_std_20)
  target_link_libraries(aloft_${name} PUBLIC ${arg_LINKS} PRIVATE $<BUILD_INTERFACE:aloft_options> ${arg_PRIVATE})
  set_target_properties(aloft_${name} PROPERTIES EXPORT_NAME ${name})
  if(name IN_LIST ALOFT_SIGV4_LAYERS)
    install(TARGETS aloft_${name} EXPORT aloft_sigv4 ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/aloft COMPONENT sigv4)
  elseif(name IN_LIST ALOFT_CREDENTIALS_LAYERS)
    install(TARGETS aloft_${name} EXPORT aloft_credentials ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/aloft
      COMPONENT credentials)
  else()
    install(TARGETS aloft_${name} EXPORT aloft ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/aloft)
  endif()
endfunction()

# aloft_test(NAME SOURCES … LINKS … [PACK]): the GoogleTest program test_NAME, one entry of ctest. PACK: it opens the
# model pack of the build tree, which is made before.
function(aloft_test name)
  if(NOT ALOFT_TESTS)  # a build of the fuzz targets
    return()
  endif()
  cmake_parse_arguments(arg "PACK" "" "SOURCES;LINKS;LABELS" ${ARGN})
  add_executable(test_${name} ${arg_SOURCES})
  target_link_libraries(test_${name} PRIVATE ${arg_LINKS} $<$<BOOL:${arg_PACK}>:aloft_build_tree> aloft_options GTest::gmock GTest::gtest_main)
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/test)
  add_test(NAME ${name} COMMAND test_${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT 600)
  # The target `concurrent_tests`: what the thread sanitizer is for.
  if("concurrent" IN_LIST arg_LABELS)
    if(NOT TARGET concurrent_tests)
      add_custom_target(concurrent_tests)
    endif()
    add_dependencies(concurrent_tests test_${name})
  endif()
endfunction()

# aloft_fuzz(NAME SOURCES … LINKS …): the libFuzzer program fuzz_NAME. Among tests under the address sanitizer it is a
# test that replays its corpus.
function(aloft_fuzz name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  if(ALOFT_FUZZ)
    add_executable(fuzz_${name} ${arg_SOURCES})
    target_compile_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  elseif(ALOFT_TESTS AND ALOFT_SANITIZE STREQUAL "address")
    add_executable(fuzz_${name} ${arg_SOURCES} ${PROJECT_SOURCE_DIR}/test/fuzz/replay.cpp)
    add_test(NAME fuzz_${name} COMMAND fuzz_${name} ${PROJECT_SOURCE_DIR}/test/fuzz/corpus/fuzz_${name})
    set_tests_properties(fuzz_${name} PROPERTIES LABELS fuzz TIMEOUT 300)
  else()
    return()
  endif()
  target_link_libraries(fuzz_${name} PRIVATE ${arg_LINKS} aloft_options)
  target_include_directories(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR}/test)
endfunction()

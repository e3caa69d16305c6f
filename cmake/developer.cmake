# What developers of batchstore build with, and nobody who uses it.

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)

find_program(BATCHSTORE_CCACHE ccache)
mark_as_advanced(BATCHSTORE_CCACHE)
if(BATCHSTORE_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${BATCHSTORE_CCACHE})
endif()

if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    add_compile_options(
        -Wall -Wextra -Wpedantic
        -Wcast-align -Wcast-qual -Wconversion -Wdouble-promotion -Wextra-semi -Wformat=2
        -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wshadow -Wsign-conversion
        -Wundef -Wunused
        # Designated initializers leave out what has a default on purpose.
        -Wno-missing-field-initializers)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wduplicated-branches -Wduplicated-cond -Wlogical-op -Wuseless-cast
        # gcc 12 reports `"text" + std::string` where it optimizes (gcc bug 105651).
        -Wno-restrict)
endif()

# For example "address,undefined". The first finding ends the program, so a test fails.
set(BATCHSTORE_SANITIZERS "" CACHE STRING "Sanitizers to build with, separated by commas")
set(batchstore_sanitizer_flags "")
if(BATCHSTORE_SANITIZERS)
    set(batchstore_sanitizer_flags
        -fsanitize=${BATCHSTORE_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Programs that start fast, which the tests do a thousand times: at fixed addresses, and without a guard around
        # each place in the source that a finding may name. _GLIBCXX_ASSERTIONS guards our own tables.
        list(APPEND batchstore_sanitizer_flags -fno-pie -no-pie --param=asan-globals=0)
    endif()
    add_compile_options(${batchstore_sanitizer_flags})
    add_compile_definitions(_GLIBCXX_ASSERTIONS)
    add_link_options(${batchstore_sanitizer_flags})
endif()

add_custom_target(format COMMAND ${PROJECT_SOURCE_DIR}/scripts/format.sh USES_TERMINAL)
add_custom_target(lint COMMAND ${PROJECT_SOURCE_DIR}/scripts/lint.sh USES_TERMINAL)

# embed_sql(TARGET FILE...) compiles migrations into TARGET.
#
# The files are named NNNN_verb_object.sql and are given in the order of their versions: 1, 2, 3 without gaps.
# What is generated defines `batchstore::sqlite::embedded_migrations()`, which src/sqlite/file/migration.hpp declares.
# Bytes are embedded as they are, so any SQL text does.
#
# The second half of this file is the generator, which the build runs with `cmake -P`.

function(embed_sql target)
    set(expected 0)
    set(files "")
    foreach(file IN LISTS ARGN)
        cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
        cmake_path(GET file FILENAME name)
        math(EXPR expected "${expected} + 1")
        if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+\\.sql$")
            message(FATAL_ERROR "${name}: a migration's name is NNNN_verb_object.sql")
        endif()
        math(EXPR version "1${CMAKE_MATCH_1} - 10000")
        if(NOT version EQUAL expected)
            message(FATAL_ERROR "${name}: version ${expected} is next")
        endif()
        list(APPEND files ${file})
    endforeach()

    set(output ${CMAKE_CURRENT_BINARY_DIR}/${target}_migrations.cpp)
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -D "OUTPUT=${output}" -D "FILES=${files}" -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
        DEPENDS ${files} ${CMAKE_CURRENT_FUNCTION_LIST_FILE} ${CMAKE_CURRENT_LIST_FILE}
        COMMENT "Embedding migrations into ${target}"
        VERBATIM)
    # By itself: the lints read what is in the repository, and this is not.
    set_source_files_properties(${output} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    target_sources(${target} PRIVATE ${output})
endfunction()

if(NOT CMAKE_SCRIPT_MODE_FILE)
    return()
endif()

set(arrays "")
set(rows "")
foreach(file IN LISTS FILES)
    cmake_path(GET file STEM name)
    string(REGEX REPLACE "^0*([0-9]+)_.*$" "\\1" version "${name}")
    string(REGEX REPLACE "^[0-9]+_" "" name "${name}")
    # As hexadecimal digits, because CMake would interpret text; as characters, because a compiler limits
    # the length of a string.
    file(READ "${file}" bytes HEX)
    string(LENGTH "${bytes}" length)
    math(EXPR length "${length} / 2")
    string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
    string(APPEND arrays "constexpr char sql_${version}[] = {\n    ${bytes}'\\0'};\n\n")
    string(APPEND rows "    {${version}, \"${name}\", {sql_${version}, ${length}}},\n")
endforeach()
list(LENGTH FILES count)

file(WRITE "${OUTPUT}" "// Generated from migrations/ by cmake/embed_sql.cmake.
#include \"sqlite/file/migration.hpp\"

#include <array>

namespace batchstore::sqlite {
namespace {

${arrays}constexpr std::array<Migration, ${count}> migrations{{
${rows}}};

}  // namespace

std::span<const Migration> embedded_migrations() { return migrations; }

}  // namespace batchstore::sqlite
")

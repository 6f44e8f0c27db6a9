# The README's C++ examples, compiled and run as tests. In README.md:
#
#   <!-- example: NAME -->
#   ```cpp
#   a whole program
#   ```
#   ```text          (anywhere after it, before the next example; optional)
#   what it prints
#   ```
#
# Included from tests/CMakeLists.txt. Each example becomes a program readme_NAME and a test readme.NAME, labelled system.
set(readme ${PROJECT_SOURCE_DIR}/README.md)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${readme})

# isobox_fenced(TEXT LANGUAGE OUTPUT): what stands in the first ```LANGUAGE block of TEXT, or nothing.
function(isobox_fenced text language output)
  set(${output} "" PARENT_SCOPE)
  string(FIND "${text}" "\n```${language}\n" begin)
  if(begin EQUAL -1)
    return()
  endif()
  string(LENGTH "\n```${language}\n" fence)
  math(EXPR begin "${begin} + ${fence}")
  string(SUBSTRING "${text}" ${begin} -1 rest)
  string(FIND "\n${rest}" "\n```" end)
  if(end EQUAL -1)
    message(FATAL_ERROR "README.md: a ```${language} block has no end")
  endif()
  string(SUBSTRING "${rest}" 0 ${end} inside)
  set(${output} "${inside}" PARENT_SCOPE)
endfunction()

# isobox_readme_example(NAME TEXT): TEXT reaches from the marker to the next one.
function(isobox_readme_example name text)
  isobox_fenced("${text}" cpp program)
  if(program STREQUAL "")
    return() # an example in another language; its own folder's tests run it
  endif()
  isobox_fenced("${text}" text expected)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/readme)
  file(CONFIGURE OUTPUT ${folder}/${name}.cc CONTENT "${program}" @ONLY)
  file(CONFIGURE OUTPUT ${folder}/${name}.expected CONTENT "${expected}" @ONLY)
  add_executable(readme_${name} ${folder}/${name}.cc)
  target_link_libraries(readme_${name} PRIVATE IsoBox::isobox)
  add_test(NAME readme.${name}
    COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:readme_${name}> -DEXPECTED=${folder}/${name}.expected
      -P ${CMAKE_CURRENT_SOURCE_DIR}/system/readme_check.cmake)
  set_tests_properties(readme.${name} PROPERTIES LABELS system TIMEOUT 60
    ENVIRONMENT "ISOBOX_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endfunction()

function(isobox_readme_examples)
  if(NOT EXISTS ${readme})
    return()
  endif()
  file(READ ${readme} text)
  # CMake's lists end elements at ';' and count '[' and ']': all handling below is by position.
  set(marker "<!-- example: ")
  string(LENGTH "${marker}" marker_length)
  string(FIND "${text}" "${marker}" at)
  while(NOT at EQUAL -1)
    math(EXPR at "${at} + ${marker_length}")
    string(SUBSTRING "${text}" ${at} -1 text)
    string(FIND "${text}" " -->" name_end)
    string(SUBSTRING "${text}" 0 ${name_end} name)
    if(NOT name MATCHES "^[a-z0-9_]+$")
      message(FATAL_ERROR "README.md: the example's name \"${name}\" is not of small letters, digits and _")
    endif()
    string(FIND "${text}" "${marker}" at)
    string(SUBSTRING "${text}" 0 ${at} section)
    isobox_readme_example(${name} "${section}")
  endwhile()
endfunction()

isobox_readme_examples()

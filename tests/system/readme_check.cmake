# Runs PROGRAM and compares what it prints on stdout with the file EXPECTED. See readme_examples.cmake.
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE printed RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}")
endif()
file(READ ${EXPECTED} expected)
if(NOT printed STREQUAL expected)
  message(FATAL_ERROR "README.md says that this is printed:\n${expected}but it is:\n${printed}")
endif()

#pragma once

#include <csignal>

/// Holds back what ends the program from outside, until it goes: for a moment that must not be cut apart.
class SignalsHeld {
public:
    SignalsHeld();
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;
    ~SignalsHeld();

private:
    sigset_t before_{};
};

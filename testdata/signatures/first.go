//go:build !second
// +build !second

package main

func started() {}

package dev.speckit.spec.deliverable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceBackTest {
  private static final String SPEC = "Spec: [[../../spec|Cold Storage]]";
  private static final String CONTEXT = "Context: [[../../context|Implementation Journal]]";

  @TempDir Path folder;
  private SpecTree tree;

  @BeforeEach
  void makeSpecs() {
    tree = Specs.in(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '\u0001',
      textBlock =
          """
          # ~~sh bash zsh ksh fish awk py rb pl pm r jl nim ex exs toml cfg conf properties env tf hcl nix mk cmake ps1 yaml yml graphql Dockerfile Makefile .gitignore Gemfile fstab.example .env.example requirements.txt x.yml.dist
          // ~~java kt kts scala groovy gradle c h cc cpp hpp cs rs dart zig proto swift js mjs cjs jsx ts mts tsx jsonc adoc go Jenkinsfile go.mod
          -- ~~sql lua hs elm adb vhdl
          ; ~~ini asm
          ;; ~~clj cljs edn el lisp scm rkt
          % ~~tex bib erl
          " ~~vim .vimrc
          ' ~~vb vbs
          ! ~~f90
          @REM ~~bat cmd
          /* ~ */~css scss sass less
          (* ~ *)~ml mli
          <!-- ~ -->~xml xsd svg html htm vue svelte md markdown
          {/* ~ */}~mdx
          {# ~ #}~j2 twig
          {{!-- ~ --}}~hbs
          <%-- ~ --%>~jsp
          <%# ~ %>~erb
          .. ~~rst
          """)
  void every_format_has_its_comment_at_the_top(String open, String close, String names) {
    for (String name : names.split(" ", -1)) {
      boolean whole = name.contains(".") || Character.isUpperCase(name.charAt(0));
      String file = whole ? name : "file." + name;
      String end = close == null ? "" : close;
      String blank = name.equals("go") || name.equals("rst") ? "\n" : "";
      assertThat(add(file, "some text\n"))
          .as(file)
          .isEqualTo(
              open + SPEC + end + "\n" + open + CONTEXT + end + "\n" + blank + "some text\n");
    }
  }

  @Test
  void the_table_knows_more_than_a_hundred_endings() {
    assertThat(CommentSyntax.endings()).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      textBlock =
          """
          a.sh~#!/bin/sh\\n~set -e\\n
          a.sh~#!/bin/sh\\r\\n~set -e\\r\\n
          tool~#!/usr/bin/env -S python3 -u\\n~x = 1\\n
          tool~#!/usr/bin/env node\\n~f()\\n
          tool~#!/usr/bin/python3.11\\n~f()\\n
          a.py~#!/usr/bin/python\\n# -*- coding: utf-8 -*-\\n~x = 1\\n
          a.py~# vim: set fileencoding=utf-8 :\\n~x = 1\\n
          a.py~# a licence\\n# coding: utf-8\\n~x = 1\\n
          a.rb~# frozen_string_literal: true\\n# encoding: utf-8\\n~puts 1\\n
          a.el~;;; a.el -*- lexical-binding: t -*-\\n~(f)\\n
          a.xml~<?xml version="1.0"?>\\n~<a/>\\n
          a.svg~<?xml version="1.0"?>\\n~<!DOCTYPE svg [\\n]>\\n<svg/>\\n
          a.html~<!DOCTYPE html>\\n~<html></html>\\n
          a.html~<?xml version="1.0"?>\\n\\n<!doctype html>\\n~<html></html>\\n
          a.php~<?php\\n~f();\\n
          a.php~<?php declare(strict_types=1);\\n~f();\\n
          a.php~#!/usr/bin/php\\n<?php\\n~f();\\n
          a.css~@charset "utf-8";\\n~a {}\\n
          a.js~#!/usr/bin/env node\\n'use strict';\\n~f()\\n
          a.jsx~"use client"\\n~f()\\n
          a.md~---\\ntitle: x\\n---\\n~# Heading\\n
          Dockerfile~# syntax=docker/dockerfile:1\\n# escape=`\\n~FROM a\\n
          a.yaml~#cloud-config\\n~a: 1\\n
          Package.swift~// swift-tools-version:5.9\\n~let a = 1\\n
          a.rs~\\uFEFF~fn main() {}\\n
          a.go~~package a\\n
          a.rs~~#![allow(x)]\\n
          """)
  void what_must_come_first_stays_first(String name, String head, String rest) {
    String above = head == null ? "" : unescaped(head);
    String below = unescaped(rest);
    String added = add(name, above + below);
    assertThat(added).startsWith(above).endsWith(below);
    assertThat(added.substring(above.length(), added.length() - below.length()).lines())
        .hasSizeBetween(2, 3)
        .first()
        .asString()
        .contains(SPEC);
    assertThat(remove(name, added)).isEqualTo(above + below);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<?xml version=\"1.0\"?><svg/>", "<!doctype html><html>\n</html>"})
  void a_head_and_its_body_in_one_line_are_parted_and_joined_again(String text) {
    String name = text.contains("svg") ? "a.svg" : "a.html";
    String added = add(name, text);
    assertThat(added.lines().toList().get(1)).isEqualTo("<!-- " + SPEC + " -->");
    assertThat(remove(name, added)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.json",
        "a.csv",
        "a.png",
        "package-lock.json",
        "pnpm-lock.yaml",
        "Cargo.lock",
        "go.sum",
        "a.txt",
        "a.unknown",
        "LICENSE",
        "a.tar.gz"
      })
  void formats_without_comments_are_left_alone(String name) {
    assertThat(traceBack(name).addTo("some text\n")).isEmpty();
  }

  @Test
  void bytes_that_are_no_text_are_left_alone() {
    assertThat(traceBack("a.sh").addTo(new byte[] {'a', 0, 'b'})).isEmpty();
    assertThat(traceBack("a.sh").addTo(new byte[] {'a', (byte) 0xFF, 'b'})).isEmpty();
  }

  @Test
  void code_in_its_place_names_the_spec_by_the_way_to_it() {
    TraceBack code = TraceBack.of(feature(), folder.resolve("src/main/A.java"));
    assertThat(code.addTo("class A {}\n"))
        .hasValue(
            """
            // Spec: [[../../specs/1000/1001/spec|Cold Storage]]
            // Context: [[../../specs/1000/1001/context|Implementation Journal]]
            class A {}
            """);
  }

  @Test
  void two_specs_that_change_one_file_both_stand_in_it() {
    Path file = folder.resolve("src/A.java");
    TraceBack first = TraceBack.of(feature(), file);
    TraceBack second = TraceBack.of(Specs.find(tree, 1002), file);
    String one = first.addTo("class A {}\n").orElseThrow();
    String both = second.addTo(one).orElseThrow();
    assertThat(both.lines().filter(each -> each.contains("Spec: "))).hasSize(2);
    assertThat(first.addTo(both)).hasValue(both);
    assertThat(second.removeFrom(both)).isEqualTo(one);
    assertThat(first.removeFrom(second.removeFrom(both))).isEqualTo("class A {}\n");
  }

  @Test
  void a_new_title_changes_the_two_lines_in_place() {
    String added = add("a.sh", "#!/bin/sh\nset -e\n");
    Specs.feature(folder, 1001, "Warm Storage");
    assertThat(add("a.sh", added)).isEqualTo(added.replace("Cold", "Warm"));
  }

  @Test
  void a_file_moved_out_of_the_folder_gets_its_new_way() {
    TraceBack before = TraceBack.of(feature(), folder.resolve("src/a.sh"));
    TraceBack after = TraceBack.of(feature(), folder.resolve("src/deeper/a.sh"));
    String added = before.addTo("ls\n").orElseThrow();
    assertThat(after.addTo(added)).hasValue(added.replace("../specs", "../../specs"));
    assertThat(traceBack("a.sh").addTo(added)).hasValue(add("a.sh", "ls\n"));
  }

  @Test
  void lines_below_a_licence_are_found() {
    String licensed = "/*\n * A licence\n */\n\n" + add("A.java", "class A {}\n");
    assertThat(add("A.java", licensed)).isEqualTo(licensed);
    String page = "<!--\nA licence\n-->\n" + add("a.md", "# A\n");
    assertThat(add("a.md", page)).isEqualTo(page);
  }

  @Test
  void an_example_in_the_text_is_no_comment_of_the_file() {
    String text = "# How\n```\n<!-- " + SPEC + " -->\n<!-- " + CONTEXT + " -->\n```\n";
    assertThat(add("a.md", text)).endsWith(text).hasSizeGreaterThan(text.length());
    assertThat(remove("a.md", add("a.md", text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          a.java~\\u000a evil(); // x~\\u
          a.css~a */ evil { } /* b~*/ evil
          a.xml~a --> <evil/> <!-- b~--> <evil
          a.md~a ---> b~---
          a.ml~a *) evil (* b~*) evil
          a.py~coding: rot13~coding:
          a.sh~x vim: set modeline~vim:
          a.bat~%x% done~|%x
          """)
  void a_title_cannot_leave_the_comment(String name, String title, String evil) {
    Specs.feature(folder, 1001, title);
    String added = add(name, "text\n");
    assertThat(added.lines()).hasSize(3);
    assertThat(added).doesNotContain(evil);
    assertThat(add(name, added)).isEqualTo(added);
    assertThat(remove(name, added)).isEqualTo("text\n");
  }

  @Test
  void any_title_is_added_once_and_removed_without_a_trace() {
    Random random = new Random(7);
    List<String> parts =
        List.of(
            "a",
            " ",
            "]",
            "]]",
            "[[",
            "|",
            "--",
            "-->",
            "*/",
            "\\",
            "\\u",
            "%",
            "#",
            "`",
            "ä",
            "\u202E",
            "coding:",
            "typed: true",
            "-*-",
            "{",
            "}",
            "?>",
            "'",
            "\"",
            "😀");
    for (int i = 0; i < 60; i++) {
      StringBuilder title = new StringBuilder("T");
      for (int part = random.nextInt(6); part >= 0; part--) {
        title.append(parts.get(random.nextInt(parts.size())));
      }
      Specs.feature(folder, 1001, title.toString());
      for (String name : List.of("a.py", "a.rb", "a.java", "a.css", "a.xml", "a.md", "a.php")) {
        String text = name.equals("a.php") ? "<?php\nx\n" : "x\n";
        String added = add(name, text);
        assertThat(add(name, added)).as(name + " " + title).isEqualTo(added);
        assertThat(remove(name, added)).as(name + " " + title).isEqualTo(text);
      }
    }
  }

  @Test
  void add_and_remove_give_back_every_byte_of_any_text() {
    Random random = new Random(42);
    List<String> pieces =
        List.of(
            "\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "#!/bin/sh",
            "#",
            "# coding: utf-8",
            "---",
            "<?php",
            "<?xml version=\"1.0\"?>",
            "<!doctype html>",
            "@charset \"x\";",
            "'use strict';",
            "//",
            "/*",
            "*/",
            "<!--",
            "-->",
            "text",
            "ä😀",
            "# syntax=x",
            "%",
            "\"",
            ";; -*- x -*-",
            "package a",
            "..",
            "\u2028",
            "# frozen_string_literal: true",
            "<",
            "{",
            "}");
    List<String> names =
        List.of(
            "a.sh",
            "a.py",
            "a.rb",
            "a.js",
            "a.go",
            "a.rst",
            "a.css",
            "a.xml",
            "a.html",
            "a.md",
            "a.php",
            "a.sql",
            "a.el",
            "a.bat",
            "Dockerfile",
            "tool",
            "a.ml",
            "a.yaml",
            "a.lua",
            "a.json");
    SpecEntry feature = feature();
    for (int i = 0; i < 6_000; i++) {
      StringBuilder made = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
      for (int piece = random.nextInt(8); piece > 0; piece--) {
        made.append(pieces.get(random.nextInt(pieces.size())));
      }
      String name = names.get(random.nextInt(names.size()));
      byte[] text = made.toString().getBytes(StandardCharsets.UTF_8);
      TraceBack traceBack =
          TraceBack.of(feature, folder.resolve("specs/1000/1001/deliverables/docs/" + name));
      Optional<byte[]> added = traceBack.addTo(text);
      if (added.isPresent()) {
        String shown = name + " " + made.toString().replace("\r", "\\r").replace("\n", "\\n");
        assertThat(traceBack.isIn(added.get())).as(shown).isTrue();
        assertThat(traceBack.addTo(added.get()).orElseThrow()).as(shown).isEqualTo(added.get());
        assertThat(traceBack.removeFrom(added.get())).as(shown).isEqualTo(text);
      }
    }
  }

  private SpecEntry feature() {
    return Specs.find(tree, 1001);
  }

  private TraceBack traceBack(String name) {
    return TraceBack.of(feature(), folder.resolve("specs/1000/1001/deliverables/scripts/" + name));
  }

  private String add(String name, String text) {
    return traceBack(name).addTo(text).orElseThrow();
  }

  private String remove(String name, String text) {
    return traceBack(name).removeFrom(text);
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\uFEFF", "\uFEFF");
  }
}

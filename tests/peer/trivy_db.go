// SPDX-License-Identifier: Apache-2.0

// trivy_db FEED CACHE
//
// Writes the OSV records of a feed (as `portside advisories from-changelogs` makes it) as the
// database that Trivy keeps in its cache folder: CACHE/db. Only Debian, and only records with one
// range a package: {introduced: 0}, and fixed or not. Anything else ends the program: the peer would
// be given other data than we have.
//
// The database (schema 2), a file of bbolt:
//
//	data-source    / "debian 12"          -> where the data comes from
//	"debian 12"    / source package / id  -> {"FixedVersion": ...}, empty = not fixed
//	vulnerability  / id                   -> title, severity
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
)

type event struct{ Introduced, Fixed string }

type affected struct {
	Package struct{ Ecosystem, Name string }
	Ranges  []struct{ Events []event }
}

type record struct {
	ID, Summary string
	Affected    []affected
}

// put stores a value as JSON in a bucket that a path names.
func put(tx *bolt.Tx, path []string, key string, value interface{}) error {
	bucket, err := tx.CreateBucketIfNotExists([]byte(path[0]))
	for _, name := range path[1:] {
		if err != nil {
			return err
		}
		bucket, err = bucket.CreateBucketIfNotExists([]byte(name))
	}
	if err != nil {
		return err
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return bucket.Put([]byte(key), text)
}

// fixedVersion is empty for what is not fixed.
func fixedVersion(what affected) (string, error) {
	if len(what.Ranges) != 1 {
		return "", fmt.Errorf("%d ranges; expected one", len(what.Ranges))
	}
	fixed := ""
	for i, e := range what.Ranges[0].Events {
		if (i == 0) != (e == event{Introduced: "0"}) || i > 1 || (i == 1 && e.Fixed == "") {
			return "", fmt.Errorf("events %v; expected introduced 0, and fixed or nothing", what.Ranges[0].Events)
		}
		fixed = e.Fixed
	}
	return fixed, nil
}

func putRecord(tx *bolt.Tx, vulnerability record) error {
	for _, what := range vulnerability.Affected {
		release := strings.Replace(what.Package.Ecosystem, "Debian:", "debian ", 1)
		if !strings.HasPrefix(release, "debian ") {
			return fmt.Errorf("%s: ecosystem %q; expected Debian:NUMBER", vulnerability.ID, what.Package.Ecosystem)
		}
		fixed, err := fixedVersion(what)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", vulnerability.ID, what.Package.Name, err)
		}
		source := map[string]string{"ID": "debian", "Name": "Debian", "URL": "https://www.debian.org"}
		if err := put(tx, []string{"data-source"}, release, source); err != nil {
			return err
		}
		advisory := map[string]string{"FixedVersion": fixed}
		if err := put(tx, []string{release, what.Package.Name}, vulnerability.ID, advisory); err != nil {
			return err
		}
	}
	detail := map[string]string{"Title": vulnerability.Summary, "Severity": "UNKNOWN"}
	return put(tx, []string{"vulnerability"}, vulnerability.ID, detail)
}

func write(feedPath, folder string) error {
	text, err := os.ReadFile(feedPath)
	if err != nil {
		return err
	}
	var feed struct{ Vulns []record }
	if err := json.Unmarshal(text, &feed); err != nil {
		return fmt.Errorf("%s: %w", feedPath, err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	db, err := bolt.Open(filepath.Join(folder, "trivy.db"), 0o600, nil)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, vulnerability := range feed.Vulns {
			if err := putRecord(tx, vulnerability); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s: %w", feedPath, err)
	}
	if err := db.Close(); err != nil {
		return err
	}
	now := time.Now().UTC()
	metadata, err := json.Marshal(map[string]interface{}{
		"Version": 2, "UpdatedAt": now, "DownloadedAt": now, "NextUpdate": now.AddDate(1, 0, 0)})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "metadata.json"), metadata, 0o644)
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: trivy_db FEED CACHE")
	}
	if err := write(os.Args[1], filepath.Join(os.Args[2], "db")); err != nil {
		log.Fatal("trivy_db: ", err)
	}
}

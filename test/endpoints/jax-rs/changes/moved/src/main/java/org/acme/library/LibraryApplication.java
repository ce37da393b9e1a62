package org.acme.library;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

@ApplicationPath(LibraryApplication.ROOT)
public class LibraryApplication extends Application {
  public static final String ROOT = "api/v2";
}

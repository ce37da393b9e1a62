package org.acme.library.client;

import retrofit2.http.GET;
import retrofit2.http.Path;

public class LegacyClient {
  @GET("/old/{id}")
  String old(@Path("id") String id) {
    return id;
  }
}
